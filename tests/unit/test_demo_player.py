"""The simulated player speaks the API's wire form, the same bytes for the same seed, and knows the truth of it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.player import Kind, long_uuid, simulate, uuid_of
from vpe_tui.demo.stories import STORIES

DOCUMENTED = Path(__file__).parents[1] / "data" / "session-documented-example.json"
UUID = re.compile(r"[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}")
SEEDS = 50
APPS = (Kind.REACT_NATIVE, Kind.ANDROID)
"""Other players write in words of their own: test_lived_mobile reads them."""
ODD = (Kind.OLD_FORM, Kind.ODD_TYPES, *APPS)

every_kind = pytest.mark.parametrize("kind", list(Kind))
every_web_kind = pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in APPS])


@cache
def sessions(kind, seeds=SEEDS):
    seeds = 3 if kind is Kind.LIVE_DAY else seeds
    return [simulate(kind, seed, events=300 if kind is Kind.LONG else None) for seed in range(seeds)]


def result_of(session):
    result = session.answer["result"]
    return result[0] if isinstance(result, list) else result


class Row:
    """A row of the log as a reader without any leniency to spare would take it."""

    def __init__(self, row):
        unix = int(row["logDateUnix"])
        self.in_seconds = len(row["logDateUnix"]) == 10
        self.end_ms = unix * 1000 if self.in_seconds else unix
        self.duration_s = float(row["actionDuration"])
        self.start_ms = self.end_ms - round(self.duration_s * 1000)
        self.action = row["actionType"].replace("tarck", "track")
        self.time_s = int(row["videoTime"] or 0)
        self.percent = int(row["watchingPercent"] or 0)
        self.quality = row["quality"]
        self.log_date = row["logDate"]


def log_of(session):
    return [Row(row) for row in result_of(session)["sessionLog"]]


def shape(value):
    """Names in their order, and types, of everything in it."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) else type(value).__name__


@every_kind
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(kind):
    first, again, other = (simulate(kind, seed, events=50 if kind is Kind.LONG else None) for seed in (7, 7, 8))
    assert first.body == again.body
    assert (first.uuid, first.row, first.truth) == (again.uuid, again.row, again.truth)
    assert first.body != other.body
    assert first.uuid != other.uuid


def test_another_process_with_another_hash_seed_gives_the_same_bytes():
    program = (
        "import hashlib; from vpe_tui.demo.catalogue import catalogue, session_body\n"
        "print(hashlib.sha256(b''.join(session_body(entry.uuid) for entry in catalogue())).hexdigest())"
    )
    here = hashlib.sha256(b"".join(session_body(entry.uuid) for entry in catalogue())).hexdigest()
    environ = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "America/New_York"}
    there = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


def test_importing_the_player_is_cheap():
    program = (
        "import sys, vpe_tui.demo.player; print({'pydantic', 'textual', 'httpx', 'http.server'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in ODD])
def test_fields_have_the_documented_names_order_and_types(kind):
    documented = json.loads(DOCUMENTED.read_bytes())
    known = documented["result"]
    for session in sessions(kind, 5):
        answer = json.loads(session.body)
        assert list(answer) == list(documented)
        assert (answer["code"], answer["message"]) == (200, "sessionRecentDetail")
        assert list(answer["result"]) == list(known)
        for part in ("startTime", "user", "player"):
            assert shape(answer["result"][part]) == shape(known[part])
            assert list(answer["result"][part]) == list(known[part])
        for media in answer["result"]["media"]:
            assert list(media) == list(known["media"][0])
            assert shape(media) == shape(known["media"][0])
        for row in answer["result"]["sessionLog"]:
            assert list(row) == list(known["sessionLog"][0])
            said = "str" if row["actionType"] == "error" else "NoneType"
            assert shape(row) == shape(known["sessionLog"][0]) | {"errorCode": said, "errorMessage": said}
            assert re.fullmatch(r"\d{13}", row["logDateUnix"])


@every_web_kind
def test_rows_are_a_chain_in_which_media_time_passes_as_playing_does(kind):
    for session in sessions(kind):
        log = log_of(session)
        for before, row in pairwise(log):
            assert row.start_ms >= before.end_ms
            passed_s = row.time_s - before.time_s
            if row.action == "playing":
                assert abs(passed_s - row.duration_s) <= 1
            elif row.action not in ("seeking", "startup"):
                assert passed_s == 0
        for row in log:
            is_instant = row.action in ("error", "ended", "next_track", "prev_track")
            assert (row.duration_s == 0) is is_instant
            assert row.action != "playing" or row.duration_s <= 60


@every_web_kind
def test_nothing_follows_an_error_and_nothing_is_played_after_the_end(kind):
    for session in sessions(kind):
        actions = [row.action for row in log_of(session)]
        assert "error" not in actions[:-1]
        assert "ended" not in actions[:-1]
        assert actions[0] == "player_start" or actions == ["error"]
        codes = [row["errorCode"] for row in result_of(session)["sessionLog"] if row["actionType"] == "error"]
        assert codes == [row["errorCode"] for row in result_of(session)["error"]]


@every_kind
def test_a_row_says_when_it_ended_in_korean_time(kind):
    zone = timedelta(hours=-5 if kind is Kind.REACT_NATIVE else 9)
    for session in sessions(kind, 10):
        for row in log_of(session):
            moment = datetime.fromtimestamp(row.end_ms // 1000, UTC) + zone
            assert row.log_date == f"{moment:%Y-%m-%d %H:%M:%S}"


@every_kind
def test_live_has_no_length_no_share_and_no_end(kind):
    for session in sessions(kind):
        assert session.is_live is (kind in (Kind.CLEAN_LIVE, Kind.LIVE_OFFLINE, Kind.LIVE_DAY))
        media, log = result_of(session)["media"], log_of(session)
        assert {row["videoType"] for row in media} <= {"LIVE" if session.is_live else "VOD"}
        if session.is_live:
            assert {row["duration"] for row in media} <= {0}
            assert {row.percent for row in log} == {0}
            assert "ended" not in {row.action for row in log}
        elif len(media) == 1:
            length_s = float(media[0]["duration"])
            assert all(abs(row.percent - 100 * row.time_s / length_s) <= 1.1 for row in log)


def sums(log):
    """What the rows add up to: count and seconds of each thing the viewer lived through."""
    lived = {}
    seek_end_ms = before = None
    for row in log:
        what = row.action
        if what == "seeking":
            stayed = before.quality != row.quality and abs(before.time_s - row.time_s) < 2
            what = "quality_change" if stayed else "seek"
            seek_end_ms = seek_end_ms if stayed else row.end_ms
        elif what == "rebuffering":
            what = "seek_stall" if seek_end_ms and row.start_ms - seek_end_ms <= 1000 else "rebuffer"
        count, total_s = lived.get(what, (0, 0))
        lived[what] = (count + 1, total_s + row.duration_s)
        before = row
    return lived


@every_web_kind
def test_the_truth_is_the_sum_over_the_rows(kind):
    for session in sessions(kind):
        lived, truth, start = sums(log_of(session)), session.truth, result_of(session)["startTime"]
        start = start[0] if isinstance(start, list) else start

        def total_s(what, lived=lived):
            return pytest.approx(lived.get(what, (0, 0))[1], abs=1e-6)

        for what in ("rebuffer", "seek_stall", "seek", "quality_change"):
            assert getattr(truth, f"{what}_count") == lived.get(what, (0, 0))[0], what
            assert getattr(truth, f"{what}_s") == total_s(what), what
        assert truth.playing_s == total_s("playing") == session.row["playingTime"]
        assert truth.paused_s == total_s("paused")
        assert truth.player_start_s == total_s("player_start") == float(start["playerStartTimeSum"])
        assert truth.startup_s == total_s("startup") == float(start["videoStartTimeSum"])
        assert session.row["totalStartTime"] == pytest.approx(truth.player_start_s + truth.startup_s)
        assert session.row["rebufferingTime"] == pytest.approx(truth.rebuffer_s + truth.seek_stall_s)


@every_web_kind
def test_the_truth_tells_how_it_ended(kind):
    for session in sessions(kind):
        log, truth = log_of(session), session.truth
        last = log[-1]
        assert truth.started is ("startup" in {row.action for row in log})
        assert truth.errored is (last.action == "error") is session.row["isError"]
        assert truth.errored is (truth.error_code is not None)
        assert truth.looped is (kind is Kind.LOOP)
        assert truth.completed is (last.action == "ended" or truth.looped)
        is_over = truth.errored or last.action == "ended" or not truth.started
        assert (truth.left_in is None) is is_over
        if not is_over:
            is_cut = last.action == "playing" and last.duration_s < 59
            assert truth.left_in == ("open-state" if is_cut else "playing")


def four_seeks_within(log, ms):
    seeks = [row for row in log if row.action == "seeking"]
    return any(last.end_ms - first.start_ms <= ms for first, last in zip(seeks, seeks[3:], strict=False))


KEEPS_ITS_WORD = {
    Kind.CLEAN_VOD: lambda s: s.truth.completed and not s.truth.rebuffer_count and s.truth.startup_s <= 2,
    Kind.CLEAN_LIVE: lambda s: s.truth.left_in == "playing" and not s.truth.rebuffer_count,
    Kind.SLOW_START: lambda s: s.truth.startup_s > 5,
    Kind.STALL_STORM: lambda s: s.truth.rebuffer_count >= 4 and s.truth.rebuffer_s > 5,
    Kind.FATAL_ERROR: lambda s: s.truth.started and s.truth.errored and s.truth.rebuffer_count >= 4,
    Kind.FAILED_START: lambda s: s.truth.errored and not s.truth.started,
    Kind.LIVE_OFFLINE: lambda s: s.truth.error_code == "E0009",
    Kind.NEVER_STARTED: lambda s: [row.action for row in log_of(s)] == ["player_start"],
    Kind.LEFT_OPEN: lambda s: s.truth.left_in == "open-state",
    Kind.LEFT_PLAYING: lambda s: log_of(s)[-1].action == "playing" and log_of(s)[-1].duration_s >= 59,
    Kind.LOOP: lambda s: any(a.percent >= 95 and b.time_s == 0 for a, b in pairwise(log_of(s))),
    Kind.TWO_TRACKS: lambda s: len(result_of(s)["media"]) == 3,
    Kind.PREV_TARCK: lambda s: "prev_tarck" in {row["actionType"] for row in result_of(s)["sessionLog"]},
    Kind.KOREAN_TITLE: lambda s: re.search("[가-힣]", result_of(s)["media"][0]["title"]),
    Kind.MASKED_IP: lambda s: result_of(s)["user"]["ip"] == "***.***.***.***",
    Kind.UNKNOWN_PLACE: lambda s: result_of(s)["user"]["isp"] == "Unknown",
    Kind.REACT_NATIVE: lambda s: (
        all(row.in_seconds for row in log_of(s))
        and re.search("[g-z]", s.uuid)
        and result_of(s)["user"]["visitedPage"].startswith("com.example.app://appView/")
    ),
    Kind.IOS: lambda s: {row.quality for row in log_of(s)} == {"auto"} and s.row["device"] == "Mobile",
    Kind.ANDROID: lambda s: s.row["os"].startswith("Android") and s.row["device"] == "Mobile",
    Kind.OLD_FORM: lambda s: isinstance(s.answer["result"], list) and isinstance(result_of(s)["user"], list),
    Kind.ODD_TYPES: lambda s: s.answer["code"] == "200" and result_of(s)["error"][0]["errorCode"] == 4,
    Kind.QUALITY_DROP: lambda s: {"1080p", "360p"} <= {row.quality for row in log_of(s)},
    Kind.QUALITY_SWINGS: lambda s: s.truth.quality_change_count >= 6 and not s.truth.seek_count,
    Kind.RAGE_SEEK: lambda s: four_seeks_within(log_of(s), 10_000),
    Kind.SEEK_STALLS: lambda s: s.truth.seek_stall_count >= 2,
    Kind.LIVE_DAY: lambda s: (
        1_500 <= len(log_of(s)) <= 3_000 and log_of(s)[-1].end_ms - log_of(s)[0].start_ms >= 86_400_000
    ),
    Kind.LONG: lambda s: len(log_of(s)) == 300,
}


@every_kind
def test_every_kind_keeps_its_word(kind):
    for seed, session in enumerate(sessions(kind)):
        assert KEEPS_ITS_WORD[kind](session), seed
        assert session.kind is kind
        assert kind.says and "\n" not in kind.says


@pytest.mark.parametrize("events", [3, 4, 10, 1_000])
def test_a_long_session_has_exactly_as_many_rows_as_asked_for(events):
    session = simulate(Kind.LONG, events=events)
    log = log_of(session)
    assert len(log) == events
    assert session.uuid == f"00events-0000-4000-8000-{events:012d}" == long_uuid(events)
    assert [log[0].action, log[1].action, log[-1].action] == ["player_start", "startup", "error"]


@pytest.mark.parametrize(
    ("kind", "events"), [(Kind.LONG, None), (Kind.LONG, 2), (Kind.LONG, 100_001), (Kind.CLEAN_VOD, 10)]
)
def test_other_numbers_of_rows_are_refused(kind, events):
    with pytest.raises(ValueError, match="events"):
        simulate(kind, events=events)


def test_every_kind_has_a_story():
    assert set(STORIES) == set(Kind)


def test_the_catalogue_lists_every_kind_newest_first():
    entries = catalogue()
    assert {entry.kind for entry in entries} == set(Kind) | {None}
    assert 35 <= len(entries) <= 50
    started = [entry.started_ms for entry in entries]
    assert started == sorted(started, reverse=True)
    assert [entry.row["no"] for entry in entries] == list(range(1, len(entries) + 1))
    assert len({entry.uuid for entry in entries}) == len(entries)
    assert all(UUID.fullmatch(entry.uuid) and entry.uuid == entry.row["uuid"] for entry in entries)


def test_the_catalogue_shows_the_variety_of_the_world():
    answers = [json.loads(session_body(entry.uuid)) for entry in catalogue()]
    results = [answer["result"][0] if isinstance(answer["result"], list) else answer["result"] for answer in answers]
    media = [row for result in results for row in result["media"]]
    assert {row["videoFormat"] for row in media} == {"hls", "dash"}
    assert "Untitle" in {row["title"] for row in media}
    assert max(len(row["title"]) for row in media) > 200
    codes = {row["errorCode"] for result in results for row in result["error"]}
    assert codes >= {"E0002", "E0003", "E0004", "E0008", "E0009", "E0012"}


def test_what_is_listed_is_what_is_served():
    for entry in catalogue():
        if entry.kind:
            session = simulate(entry.kind, entry.seed, events=1_000 if entry.kind is Kind.LONG else None)
            assert session.row | {"no": entry.row["no"]} == entry.row
            assert session.body == session_body(entry.uuid)


def test_the_documented_example_is_served_byte_for_byte():
    assert session_body(DOCUMENTED_UUID) == DOCUMENTED.read_bytes()
    row = next(entry.row for entry in catalogue() if entry.uuid == DOCUMENTED_UUID)
    assert (row["logDate"], row["totalStartTime"], row["playingTime"]) == ("2025-10-08 12:52:00", 0.421, 0.834)


def test_a_row_of_the_list_has_the_documented_names():
    names = "no logDate uuid origin os device totalStartTime rebufferingTime playingTime isError"
    assert all(" ".join(entry.row) == names for entry in catalogue())


@pytest.mark.parametrize("uuid", ["", "nonsense", long_uuid(2), long_uuid(100_001), uuid_of(Kind.CLEAN_VOD, 4711)])
def test_other_sessions_do_not_exist(uuid):
    assert session_body(uuid) is None
