"""Two sessions side by side, by logs made by hand and by those of the vendor's own players."""

import json
import unicodedata
from uuid import NAMESPACE_URL, uuid5

import pytest

from tests.real.truth import LOGS
from tests.unit.playback.logs import BEGIN_MS, UUID, Row, log_of, row, session_of
from vpe_tui.fleet.compare.compare import Comparison, compare
from vpe_tui.fleet.compare.partner import Subject, partners
from vpe_tui.fleet.row import SessionRow
from vpe_tui.fleet.summary import Summary
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.session.parse import parse_session

FETCHED_MS = BEGIN_MS + 3_600_000
START = (row("player_start", 0.1), row("startup", 1.0, silent_s=0.2))


def of(*rows: Row, live: bool = False) -> Diagnosis:
    return diagnose(session_of(log_of(*rows), live=live), FETCHED_MS)


def log(name: str) -> Diagnosis:
    return diagnose(parse_session((LOGS / f"{name}.json").read_bytes(), UUID), FETCHED_MS)


def differences(found: Comparison) -> list[tuple[int, str, str]]:
    pairs = (found.pairs[place] for place in found.differences)
    return [(pair.at_ms, pair.a.action if pair.a else "", pair.b.action if pair.b else "") for pair in pairs]


def test_a_playing_minute_is_no_difference() -> None:
    minute_by_minute = of(*START, row("playing", 60, 60), row("playing", 60, 120), row("playing", 30, 150))
    at_once = of(*START, row("playing", 150, 150))
    found = compare(minute_by_minute, at_once)
    assert not found.differences
    assert found.pairs[-1].a is not None
    assert found.pairs[-1].a.rows == range(2, 5)


def test_the_first_difference_is_where_one_stalls() -> None:
    stalls = of(*START, row("playing", 60, 60), row("rebuffering", 11.3, 60), row("playing", 60, 120))
    plays = of(*START, row("playing", 120, 120))
    found = compare(stalls, plays)
    assert differences(found) == [(60_000, "rebuffering", ""), (71_300, "playing", "")]
    assert found.says == "First difference +1:00.000: A rebuffering 11.3 s 720p, B nothing of the kind."


def test_a_stall_at_the_same_time_that_took_longer_is_a_difference_beside_its_like() -> None:
    long, short = (of(*START, row("playing", 60, 60), row("rebuffering", length, 60)) for length in (11.3, 2))
    assert differences(compare(long, short)) == [(60_000, "rebuffering", "rebuffering")]


def test_another_quality_is_a_difference_and_an_unknown_one_is_none() -> None:
    sharp, blurred, unknown, auto = (
        of(*START, row("playing", 60, 60, quality=quality)) for quality in ("1080p", "360p", "Unknown", "auto")
    )
    assert differences(compare(sharp, blurred))[-1] == (0, "playing", "playing")
    assert (0, "playing", "playing") not in differences(compare(sharp, unknown))
    assert (0, "playing", "playing") not in differences(compare(sharp, auto)), "an iPhone says nothing else"


def test_startup_stands_before_the_first_picture_and_a_slow_one_is_a_difference() -> None:
    slow = of(row("player_start", 0.1), row("startup", 4.0), row("playing", 60, 60))
    fast = of(row("player_start", 0.1), row("startup", 1.0), row("playing", 60, 60))
    found = compare(slow, fast)
    assert found.aligned == "aligned at the first picture: both had a first picture"
    assert differences(found) == [(-4000, "startup", "startup")], "the players got ready alike, however early"
    assert (-1000, "", "startup") in differences(compare(slow, fast, "playhead")), "by time alone they are apart"


def test_where_one_never_had_a_picture_they_are_aligned_at_the_players_start() -> None:
    failed = of(row("player_start", 0.1), row("error", 0, errorCode="E0003"))
    found = compare(of(*START, row("playing", 60, 60)), failed)
    assert found.aligned == "aligned at the player's start: B never had a picture"


def test_both_live_at_once_are_aligned_at_the_wall_clock() -> None:
    live = of(*START, row("playing", 60, 60), live=True)
    assert compare(live, live).aligned == "aligned at the wall clock: both were live at once"
    assert [each.align for each in compare(live, live).offered] == ["clock", "picture", "start"]


def test_the_playhead_is_offered_for_the_same_title() -> None:
    late = of(*START, row("seeking", 0.5, 100), row("playing", 60, 160))
    found = compare(late, of(*START, row("playing", 60, 60)), "playhead")
    assert found.alignment.align == "playhead"
    playing = next(pair for pair in found.pairs if pair.a and pair.a.action == "playing")
    assert playing.at_ms == pytest.approx(100_000, abs=1000), "where it was in the media"


def test_a_title_is_the_same_however_its_letters_are_put_together() -> None:
    a, b = (titled(unicodedata.normalize(form, "뉴스 특보")) for form in ("NFC", "NFD"))
    found = compare(a, b, "playhead")
    assert found.alignment.align == "playhead"
    (title,) = (each for each in found.fields if each.path == "media.title")
    assert title.alike
    assert title.a != title.b, "shown as they were written"
    rows = [listed(name, title) for name, title in (("other", "날씨"), ("same", "뉴스 특보"))]
    near = partners(Subject("x", unicodedata.normalize("NFD", "뉴스 특보"), "VOD", None), rows)
    assert [row.summary.title for row in near] == ["뉴스 특보", "날씨"]


def titled(title: str) -> Diagnosis:
    body = json.loads((LOGS / "normal.json").read_bytes())
    for media in body["result"]["media"]:
        media["title"] = title
    return diagnose(parse_session(json.dumps(body).encode(), UUID), FETCHED_MS)


def listed(name: str, title: str) -> SessionRow:
    uuid = str(uuid5(NAMESPACE_URL, name))
    summary = Summary(title=title, kind="VOD", band="good", verdict="completed")
    return SessionRow(uuid, BEGIN_MS, False, "PC", "", "", 1.0, 0.0, 60.0, summary)


def test_what_one_log_cannot_know_is_no_difference() -> None:
    found = compare(log("normal"), log("rn_pause"))
    starts = [pair for pair in found.pairs for row in pair.sides if row.action == "startup"]
    assert starts
    assert not any(pair.differs for pair in starts), "React Native does not measure it"
    signs = [pair for pair in found.pairs for row in pair.sides if not row.meaning]
    assert signs
    assert not any(pair.differs for pair in signs), "an echo is told by no other dialect"
    startup = next(each for each in found.numbers if each.metric.key == "video_startup_s")
    assert (startup.difference, startup.difference_text) == (None, "–")


def test_numbers_stand_side_by_side_with_bands_and_the_difference() -> None:
    stalls = of(*START, row("playing", 60, 60), row("rebuffering", 11.3, 60), row("playing", 60, 120))
    plays = of(*START, row("playing", 120, 120))
    longest, ratio = (
        next(each for each in compare(stalls, plays).numbers if each.metric.key == key)
        for key in ("rebuffer_s", "rebuffering_ratio")
    )
    assert longest.difference_text == "+11.3 s"
    assert (ratio.band_a, ratio.band_b, ratio.difference_text) == ("poor", "good", "+8.61 points")


def test_fields_that_one_does_not_know_are_neither_alike_nor_different() -> None:
    found = compare(log("normal"), log("stalls"))
    assert {each.alike for each in found.fields} <= {True, False, None}
    assert all(each.a and each.b and each.a != each.b for each in found.unlike_fields)
