"""The service's clock: what an answer's `Date` tells of ours, and what goes by it."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drive import NOW_MS, explorer, settings_for
from tests.pace import PATIENCE_S
from tests.unit.test_cli import Shell
from tests.unit.test_lookup import Office, closed
from tests.wire import Wire, reply
from vpe_tui.api.clock import FARTHEST_MS, offset_ms
from vpe_tui.api.list_query import RecentQuery
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.report.text import came
from vpe_tui.session.model import Source
from vpe_tui.settings.sources import Settings
from vpe_tui.store.cache import CachePolicy, Place, SessionCache
from vpe_tui.text.times import clocks_apart

__all__ = ["closed"]  # a fixture

MINUTE_MS = 60_000
TEN_MS = 10 * MINUTE_MS
BODY = session_body(DOCUMENTED_UUID) or b""
LAST_ROW_MS = 1_759_895_522_082
"""The documented session's last row ended then."""
NO_ROWS = b'{"code": 200, "result": []}'


def date(ms: int) -> str:
    """A `Date` header."""
    return f"Date: {format_datetime(datetime.fromtimestamp(ms / 1000, UTC), usegmt=True)}"


def settings(url: str, **changes: object) -> Settings:
    return settings_for(url, demo=False, **changes)


# What a header tells


NOW = datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)
NOW_EXACTLY_MS = 1_760_000_000_000


def headers(moment: datetime, **more: str) -> dict[str, str]:
    return {"date": format_datetime(moment, usegmt=True)} | more


@pytest.mark.parametrize(
    ("ahead", "offset"),
    [
        (timedelta(minutes=10), TEN_MS),
        (timedelta(minutes=-10), -TEN_MS),
        (timedelta(seconds=6), 6_000),
        (timedelta(seconds=-6), -6_000),
        (timedelta(seconds=5), 0),
        (timedelta(seconds=-5), 0),
        (timedelta(days=20), 20 * 86_400_000),
        (timedelta(days=366), FARTHEST_MS),
        (timedelta(days=367), 0),
        (timedelta(days=-3653), 0),
        (timedelta(days=3653), 0),
    ],
)
def test_the_offset_is_the_date_less_the_middle_of_the_request(ahead: timedelta, offset: int) -> None:
    assert offset_ms(headers(NOW + ahead), NOW_EXACTLY_MS) == offset
    assert offset_ms(headers(NOW + ahead, age="0"), NOW_EXACTLY_MS) == 0


@pytest.mark.parametrize(
    "date",
    [
        "",
        " ",
        ",",
        "now",
        "0",
        "Thu, 09 Oct 2025",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 99 Oct 2025 99:99:99 GMT",
        "Thu, 09 Oct " + "9" * 5_000 + " 08:53:20 GMT",
        "Thu, 09 Oct 2025 08:53:20 GMT, Thu, 09 Oct 2025 08:53:20 GMT" * 1000,
        "\x00\xff",
    ],
)
def test_a_date_that_cannot_be_meant_tells_nothing(date: str) -> None:
    assert offset_ms({"date": date}, NOW_EXACTLY_MS) == 0
    assert offset_ms({}, NOW_EXACTLY_MS) == 0


words = st.sampled_from(["Thu", ",", "09", "Oct", "2025", "08:53:20", "GMT", "+0900", "-0000", " ", ":", "(", '"', "-"])


@given(st.lists(words, max_size=9).map(" ".join) | st.text(max_size=40))
def test_no_date_raises(date: str) -> None:
    assert abs(offset_ms({"date": date}, NOW_EXACTLY_MS)) <= FARTHEST_MS


# A session


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_session_is_fetched_by_the_services_clock(tmp_path: Path, minutes: int) -> None:
    """It still runs by that; by ours it was silent for ten minutes, or its rows are of the future."""
    with Wire(reply(200, BODY, date(LAST_ROW_MS + 30_000))) as wire:
        office = Office(settings(wire.url), tmp_path)
        office.now_ms = LAST_ROW_MS + 30_000 - minutes * MINUTE_MS
        _, found = office.ask()
    assert found is not None
    assert abs(found.source.offset_ms - minutes * MINUTE_MS) < 1_000  # a `Date` is cut to the second
    assert found.source.fetched_ms == office.now_ms + found.source.offset_ms
    assert found.source.age_ms(office.now_ms) == 0
    told = diagnose(found.session, found.source.fetched_ms)
    assert told.verdict.id == "in-progress"
    assert "clock-step" not in {each.id for each in told.findings}


@pytest.mark.parametrize("headers", [[], ["Date: Fri, 31 Dec 9999 23:59:59 GMT"], [date(NOW_MS + TEN_MS), "Age: 600"],
                                     ["Date: soon"], [date(NOW_MS + 4_000)]])  # fmt: skip
def test_where_nothing_is_told_our_clock_is_right(tmp_path: Path, headers: list[str]) -> None:
    with Wire(reply(200, BODY, *headers)) as wire:
        office = Office(settings(wire.url), tmp_path)
        _, found = office.ask()
    assert found is not None
    assert found.source == Source("api", NOW_MS, 0)


def test_ages_and_freshness_go_by_the_services_clock_and_are_kept_with_the_session(tmp_path: Path) -> None:
    with Wire(reply(200, BODY, date(NOW_MS + TEN_MS)), reply(200, BODY, date(NOW_MS + TEN_MS))) as wire:
        office = Office(settings(wire.url), tmp_path)
        office.ask()
        office.now_ms += 59_000
        kept, renewed = office.ask()
        assert kept is not None and renewed is None
        assert kept.source.age_ms(office.now_ms) == 59_000
        assert came(kept.source, office.now_ms).startswith("kept, fetched 59 s ago · this machine's clock is ")
        office.now_ms += 2_000
        assert [found and found.source.kind for found in office.ask()] == ["cache", "api"]


def test_what_is_said_of_two_clocks() -> None:
    assert clocks_apart(0) == ""
    assert clocks_apart(TEN_MS) == "this machine's clock is 10 m 00 s behind the service's"
    assert clocks_apart(-TEN_MS) == "this machine's clock is 10 m 00 s ahead of the service's"
    assert came(Source("api", NOW_MS), NOW_MS) == "fetched just now"


# Kept files


def kept_by(directory: Path, ahead_ms: int) -> SessionCache:
    """A session kept when the service's clock was so far ahead."""
    with Wire(reply(200, BODY, date(NOW_MS + ahead_ms))) as wire:
        office = Office(settings(wire.url), directory)
        office.ask()
        return office.worker.cache


def head_of(path: Path) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()).split(b"\n", 1)[0])
    return head


def test_the_head_of_a_kept_file_has_the_offset_and_is_otherwise_as_it_was(tmp_path: Path) -> None:
    cache = kept_by(tmp_path, TEN_MS)
    head = head_of(cache.path(DOCUMENTED_UUID))
    assert abs(head["offset_ms"] - TEN_MS) < 1_000
    assert head["fetched_ms"] == NOW_MS + head["offset_ms"]
    assert head["format"] == 2
    entry = cache.entries()[0]
    assert (entry.fetched_ms, entry.offset_ms, entry.ours_ms) == (head["fetched_ms"], head["offset_ms"], NOW_MS)


@pytest.mark.parametrize("written", [None, "600000", 1e9, True, FARTHEST_MS + 1, -(10**40), []])
def test_an_offset_that_cannot_be_meant_is_none(tmp_path: Path, written: object) -> None:
    """Version 0.1.0 wrote none at all."""
    cache = kept_by(tmp_path, 0)
    path = cache.path(DOCUMENTED_UUID)
    head, _, body = gzip.decompress(path.read_bytes()).partition(b"\n")
    changed = {**json.loads(head), "offset_ms": written}
    if written is None:
        del changed["offset_ms"]
    path.write_bytes(b"".join(map(gzip.compress, (json.dumps(changed).encode() + b"\n", body))))
    kept = cache.get(DOCUMENTED_UUID)
    assert kept is not None and kept.offset_ms == 0
    assert [entry.offset_ms for entry in cache.entries()] == [0]


@pytest.mark.parametrize("days", [-365, -1, 1, 365])
def test_no_date_makes_a_kept_session_old_or_of_the_future(tmp_path: Path, days: int) -> None:
    """It expires 30 days after it was fetched, whatever a `Date` said then."""
    cache = kept_by(tmp_path, days * 86_400_000)

    def at(after_days: float) -> SessionCache:
        place = Place(settings("").place, "")
        now_ms = NOW_MS + round(after_days * 86_400_000)
        return SessionCache(cache.directory, place, CachePolicy(days=30), lambda: now_ms)

    url_free = [each.uuid for each in cache.entries()]
    assert url_free == [DOCUMENTED_UUID]
    at(29.9).sweep()
    assert cache.path(DOCUMENTED_UUID).exists()
    at(30.1).sweep()
    assert not cache.path(DOCUMENTED_UUID).exists()


def test_the_one_fetched_last_is_not_evicted_as_one_of_the_future(tmp_path: Path) -> None:
    cache = kept_by(tmp_path, TEN_MS)
    roomy, few = (
        SessionCache(cache.directory, Place("another", ""), CachePolicy(sessions=most), lambda: NOW_MS + 1_000)
        for most in (9, 1)
    )
    found = cache.get(DOCUMENTED_UUID)
    assert found is not None
    older = "00000000-1111-4000-8000-000000000000"
    roomy.put(found._replace(uuid=older, fetched_ms=NOW_MS - 86_400_000, offset_ms=0), cache.entries()[0].summary)
    few.sweep()
    assert cache.path(DOCUMENTED_UUID).exists()
    assert not few.path(older).exists()


# The list


def started_at(path: str) -> str:
    return parse_qs(urlsplit(path).query)["startDate"][0]


def test_since_is_asked_again_by_the_services_clock(tmp_path: Path) -> None:
    answers = [reply(200, NO_ROWS, date(NOW_MS + TEN_MS))] * 3
    with Wire(*answers) as wire:
        worker = Office(settings(wire.url), tmp_path).worker

        def last_hour(now_ms: int) -> RecentQuery:
            return RecentQuery(start_ms=now_ms - 3_600_000)

        first = worker.recent(last_hour).result(PATIENCE_S)
        # NOW_MS is 08:53:19 UTC: an hour before that, and before ten minutes later.
        assert [started_at(each.path) for each in wire.requests] == ["2025-10-09 07:53:19", "2025-10-09 08:03:19"]
        assert first.query.start_ms is not None
        assert abs(first.query.start_ms - (NOW_MS + TEN_MS - 3_600_000)) < 1_000
        worker.recent(last_hour).result(PATIENCE_S)  # now it is known
        assert [started_at(each.path) for each in wire.requests[2:]] == ["2025-10-09 08:03:19"]


def test_a_window_that_means_no_now_is_asked_for_once(tmp_path: Path) -> None:
    with Wire(reply(200, NO_ROWS, date(NOW_MS + TEN_MS))) as wire:
        worker = Office(settings(wire.url), tmp_path).worker
        assert worker.recent(lambda _: RecentQuery(start_ms=NOW_MS)).result(PATIENCE_S).query == RecentQuery(
            start_ms=NOW_MS
        )
        assert len(wire.requests) == 1
        assert abs(worker.offset_ms - TEN_MS) < 1_000


def test_list_and_doctor_say_that_our_clock_is_wrong(tmp_path: Path) -> None:
    now_ms = round(datetime.now(UTC).timestamp() * 1000)
    with Wire(*[reply(200, NO_ROWS, date(now_ms - 3 * 3_600_000))] * 3) as wire:
        shell = Shell(wire.url, tmp_path)
        done = shell.run("list", "--since", "1h")
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.count("this machine's clock is ") == 1
        assert " ahead of the service's" in done.stderr
        told = {each["name"]: each for each in json.loads(shell.run("doctor", "--json").stdout)["checks"]}
    assert told["clock"]["ok"] is False
    assert told["clock"]["exit"] == 0
    assert told["clock"]["says"].startswith("this machine's clock is ")


async def test_the_screen_says_it_once_in_its_title(tmp_path: Path) -> None:
    with Wire(*[reply(200, NO_ROWS, date(NOW_MS + TEN_MS))] * 2) as wire:
        async with explorer(None, tmp_path, settings=settings(wire.url)) as ui:
            await ui.sees("this machine's clock is 10 m 00 s behind the service's")
            assert ui.text.count("this machine's clock") == 1
