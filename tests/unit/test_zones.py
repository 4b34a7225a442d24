"""The zone of this machine: the rule that the zone database has for an instant, wherever it was named."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.terminal import clean_environment
from tests.unit.test_cli import Shell
from vpe_tui.session.parse import parse_session
from vpe_tui.text import zones
from vpe_tui.text.times import at_clock, clock, date_time, epoch_ms, moment, period, zone_name, zone_named

CASES = Path(__file__).parents[1] / "data/cases"
NEW_YORK = "EST5EDT,M3.2.0,M11.1.0"
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
SYDNEY = "AEST-10AEDT,M10.1.0,M4.1.0/3"
LORD_HOWE = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
RULES = {
    "America/New_York": NEW_YORK,
    "Europe/Berlin": BERLIN,
    "Australia/Sydney": SYDNEY,
    "Australia/Lord_Howe": LORD_HOWE,
    "Asia/Kolkata": "IST-5:30",
    "UTC": "UTC0",
}

# The session of July begins 2025-07-15 16:00:00 UTC, that of January 2025-01-15 17:00:00 UTC.
SHOWN = {
    "America/New_York": ("2025-07-15 12:00:00 EDT", "2025-01-15 12:00:00 EST"),
    "Europe/Berlin": ("2025-07-15 18:00:00 CEST", "2025-01-15 18:00:00 CET"),
    "Australia/Sydney": ("2025-07-16 02:00:00 AEST", "2025-01-16 04:00:00 AEDT"),
    "Australia/Lord_Howe": ("2025-07-16 02:30:00 +1030", "2025-01-16 04:00:00 +11"),
    "Asia/Kolkata": ("2025-07-15 21:30:00 IST", "2025-01-15 22:30:00 IST"),
    "UTC": ("2025-07-15 16:00:00 UTC", "2025-01-15 17:00:00 UTC"),
}


class Here:
    """This machine, and what names its zone."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self._patched = patched

    def zone(self, named: str | None) -> tzinfo:
        """The local zone with `TZ` set to that, or not at all."""
        if named is None:
            self._patched.delenv("TZ", raising=False)
        else:
            self._patched.setenv("TZ", named)
        time.tzset()
        return zone_named("local")

    def files(self, localtime: Path, timezone: Path) -> None:
        self._patched.setattr(zones, "LOCALTIME", localtime)
        self._patched.setattr(zones, "TIMEZONE", timezone)


@pytest.fixture
def here() -> Iterator[Here]:
    with pytest.MonkeyPatch.context() as patched:
        yield Here(patched)
    time.tzset()


def of_case(name: str) -> int:
    return parse_session((CASES / f"{name}.json").read_bytes(), name).events.zero_ms


def path_of(name: str) -> str:
    path = Path("/usr/share/zoneinfo") / name
    return str(path) if path.exists() else pytest.skip("this machine has no zone files")


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("named", ["as a name", "with a colon", "as a path", "as a rule"])
def test_local_is_the_rule_of_the_zone_at_that_instant(here: Here, name: str, named: str) -> None:
    tz = {"as a name": name, "with a colon": f":{name}", "as a rule": RULES[name]}.get(named) or path_of(name)
    zone = here.zone(tz)
    for case, shown in zip(("dst-july", "dst-january"), SHOWN[name], strict=True):
        ms = of_case(case)
        assert f"{date_time(ms, zone)} {zone_name(zone, ms)}" == shown
        assert clock(ms, zone) == f"{shown[11:19]}.000"


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("named", ["as a name", "as a rule"])
def test_local_is_the_zone_database_every_hour_of_a_year(here: Here, name: str, named: str) -> None:
    zone, known = here.zone(name if named == "as a name" else RULES[name]), ZoneInfo(name)
    for hour in range(366 * 24 * 2):
        ms = 1_735_689_600_000 + hour * 1_800_000
        shown, right = moment(ms, zone), moment(ms, known)
        assert (shown.replace(tzinfo=None), shown.fold) == (right.replace(tzinfo=None), right.fold)
        assert shown.utcoffset() == right.utcoffset()
        assert epoch_ms(shown) == ms


def test_a_zone_that_no_database_knows_is_what_the_c_library_makes_of_it(here: Here) -> None:
    for tz in ("Nowhere/At_All", ""):
        zone = here.zone(tz)
        assert moment(of_case("dst-july"), zone).utcoffset() == timedelta(0)
        assert zone_name(zone, of_case("dst-july")) == time.strftime("%Z", time.localtime(0))


def test_without_tz_the_machines_own_file_tells(here: Here) -> None:
    zone, right = here.zone(None), datetime.fromtimestamp(1_752_595_200)
    assert moment(1_752_595_200_000, zone).replace(tzinfo=None) == right


def test_without_that_file_etc_timezone_tells(here: Here, tmp_path: Path) -> None:
    (tmp_path / "timezone").write_text("Europe/Berlin\n")
    here.files(tmp_path / "localtime", tmp_path / "timezone")
    zone = here.zone(None)
    assert [zone_name(zone, of_case(case)) for case in ("dst-july", "dst-january")] == ["CEST", "CET"]
    for content in (b"", b"no zone at all\n", b"\xff\xfe"):
        (tmp_path / "timezone").write_bytes(content)
        assert here.zone(None).utcoffset(datetime(2025, 7, 1)) is not None
    (tmp_path / "timezone").unlink()
    assert here.zone(None).utcoffset(datetime(2025, 7, 1)) is not None


@pytest.mark.parametrize("named", ["America/New_York", NEW_YORK])
@pytest.mark.parametrize("wall", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999_999)])
def test_the_ends_of_the_calendar_have_a_zone_too(here: Here, named: str, wall: datetime) -> None:
    zone = here.zone(named)
    first, last = at_clock(wall, zone)
    assert first == last
    assert abs(first - epoch_ms(wall.replace(tzinfo=UTC)) - 5 * 3_600_000) < 300_000


# What a clock shows twice, or never. New York: EST to EDT at 2025-03-09 07:00 UTC, back at 2025-11-02 06:00 UTC.
# Lord Howe: +10:30 to +11 at 2025-10-04 15:30 UTC, back at 2025-04-05 15:00 UTC.


def utc(text: str) -> int:
    return epoch_ms(datetime.fromisoformat(f"2025-{text}:00+00:00"))


@pytest.mark.parametrize("by", ["name", "rule"])
@pytest.mark.parametrize(
    ("name", "wall", "first", "last"),
    [
        ("America/New_York", "03-09T01:59", "03-09T06:59", "03-09T06:59"),
        ("America/New_York", "03-09T02:00", "03-09T07:00", "03-09T07:00"),
        ("America/New_York", "03-09T02:30", "03-09T07:00", "03-09T07:00"),
        ("America/New_York", "03-09T03:00", "03-09T07:00", "03-09T07:00"),
        ("America/New_York", "03-09T12:30", "03-09T16:30", "03-09T16:30"),
        ("America/New_York", "11-02T00:59", "11-02T04:59", "11-02T04:59"),
        ("America/New_York", "11-02T01:30", "11-02T05:30", "11-02T06:30"),
        ("America/New_York", "11-02T12:30", "11-02T17:30", "11-02T17:30"),
        ("Australia/Lord_Howe", "10-05T02:15", "10-04T15:30", "10-04T15:30"),
        ("Australia/Lord_Howe", "04-06T01:45", "04-05T14:45", "04-05T15:15"),
        ("Australia/Lord_Howe", "04-06T12:00", "04-06T01:30", "04-06T01:30"),
        ("Asia/Kolkata", "03-09T02:30", "03-08T21:00", "03-08T21:00"),
    ],
)
def test_the_instants_of_a_wall_clock_time(here: Here, by: str, name: str, wall: str, first: str, last: str) -> None:
    zone = here.zone(name if by == "name" else RULES[name])
    assert at_clock(datetime.fromisoformat(f"2025-{wall}:00"), zone) == (utc(first), utc(last))


def test_a_day_that_never_was_is_the_instant_it_was_left_out() -> None:
    """Samoa went over the date line: the 30th of December 2011 is none of its days."""
    left = epoch_ms(datetime(2011, 12, 30, 10, tzinfo=UTC))
    assert at_clock(datetime(2011, 12, 30, 12), ZoneInfo("Pacific/Apia")) == (left, left)


# What names a zone


def test_zones_are_named_where_they_are_two() -> None:
    new_york = ZoneInfo("America/New_York")
    before, after = utc("11-02T05:30"), utc("11-02T06:30")
    assert zone_name(new_york, before, before) == "EDT"
    assert zone_name(new_york, before, after, before) == "EDT/EST"
    assert zone_name(new_york) == ""
    assert period(before, after, new_york) == "2025-11-02 01:30:00 EDT to 2025-11-02 01:30:00 EST"
    assert period(before, before, new_york) == "2025-11-02 01:30:00 to 2025-11-02 01:30:00 EDT"


@pytest.mark.parametrize("case", ["dst-july", "dst-january"])
@pytest.mark.parametrize("name", ["America/New_York", "Europe/Berlin", "Australia/Sydney"])
def test_show_tells_the_hour_and_the_zone_of_the_session(tmp_path: Path, case: str, name: str) -> None:
    shell = Shell("http://127.0.0.1:9", tmp_path)
    shell.environment = clean_environment(tmp_path, TZ=name)
    shown = SHOWN[name][case == "dst-january"]
    for form in ("--text", "--markdown"):
        assert shown in shell.run("show", str(CASES / f"{case}.json"), form, "--zone", "local").stdout
    began = json.loads(shell.run("show", str(CASES / f"{case}.json"), "--json").stdout)["events"][0]["start"]
    assert epoch_ms(datetime.fromisoformat(began)) == of_case(case)
