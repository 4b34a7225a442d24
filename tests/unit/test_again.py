"""Command lines that show a session again."""

import shlex
from datetime import UTC, timedelta, timezone

import pytest

from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import session_body
from vpe_tui.report.again import on_screen, place_said, printed
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session
from vpe_tui.session.places import is_place, place_of
from vpe_tui.settings.sources import Settings

KST = timezone(timedelta(hours=9))
SOME = [entry.uuid for entry in catalogue()][::5]


def session_of(uuid: str) -> Session:
    return parse_session(session_body(uuid) or b"", uuid)


@pytest.mark.parametrize("uuid", SOME)
def test_a_link_leads_to_its_row_whatever_the_zone(uuid: str) -> None:
    log = session_of(uuid).events
    for row in range(0, len(log), 1 + len(log) // 100):
        said = place_said(log, row)
        assert is_place(said)
        assert {place_of(said, log, zone).row for zone in (UTC, KST)} == {row}


def test_a_link_tells_a_time_which_a_late_row_does_not_move() -> None:
    log = session_of(SOME[1]).events
    said = [place_said(log, row) for row in range(len(log))]
    assert sum(":" in each for each in said) > len(said) * 0.7, "the others share their time with another row"


@pytest.mark.parametrize("words", ["88", "+12:43", "-0:05", "12:52", "12:52:00.830", "10-08 12:52", "43%", "+3h20m"])
def test_a_place_is_known_by_its_words(words: str) -> None:
    assert is_place(words)


@pytest.mark.parametrize("words", ["", "x", "43 percent", "12:99:99", "+", "-", "row 3"])
def test_what_is_no_place_is_refused_before_anything_is_asked(words: str) -> None:
    assert not is_place(words)


def test_the_program_is_called_so_that_the_same_is_found() -> None:
    assert Settings().program == "vpe-tui"
    assert Settings(demo=True, zone="utc").program == "vpe-tui --demo --zone utc"
    assert shlex.split(Settings(profile="two words").program) == ["vpe-tui", "--profile", "two words"]


def test_a_file_that_looks_like_a_flag_is_none() -> None:
    assert on_screen("vpe-tui", "-x.json", "+1:00", "stalls") == "vpe-tui ./-x.json --at +1:00 --filter stalls"
    assert printed("vpe-tui --demo", "-x.json", "markdown") == "vpe-tui --demo show ./-x.json --markdown"
