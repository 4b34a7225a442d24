"""Every rule, worked by hand: the session that just triggers it, and its neighbour that just does not."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.unit.test_parse import UUID, body
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.findings.finding import Finding, findings_of
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.metrics import metrics_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session
from vpe_tui.text.times import KST, date_time

T0 = 1_759_895_520_000
MEDIA_S = 600
VOD = {"videoType": "VOD", "duration": MEDIA_S}


class Step(NamedTuple):
    """A row: what it says, how long it took, the silence before it; `fields` are put into it as they are."""

    action: str
    lasted_s: float
    after_s: float
    quality: str
    fields: dict[str, Any]


def step(action: str, lasted_s: float = 0, /, *, after_s: float = 0, quality: str = "1080p", **fields: Any) -> Step:
    return Step(action, lasted_s, after_s, quality, fields)


def playing(lasted_s: float, **more: Any) -> Step:
    return step("playing", lasted_s, **more)


def stall(lasted_s: float, **more: Any) -> Step:
    return step("rebuffering", lasted_s, **more)


def seek(to_s: float, lasted_s: float = 0.2, **more: Any) -> Step:
    return step("seeking", lasted_s, videoTime=to_s, **more)


START = step("player_start", 0.05), step("startup", 0.4)
"""Rows 0 and 1."""
BEAT = playing(60)
NOWHERE = {"videoTime": None}
"""A row that tells no place."""


def told(*steps: Step, live: bool = False, **parts: Any) -> Session:
    """Rows that follow one another; playing moves the playhead, and `videoTime` of a step puts it somewhere."""
    now_ms, place_s, rows = T0, 0.0, []
    for action, lasted_s, after_s, quality, fields in steps:
        now_ms += round((lasted_s + after_s) * 1000)
        place_s = fields.get("videoTime") or round(place_s + lasted_s if action == "playing" else place_s, 3)
        place_s = 0.0 if fields.get("videoTime") == 0 else place_s
        row = {
            "logDate": date_time(now_ms, KST),
            "logDateUnix": str(now_ms),
            "videoTime": place_s,
            "watchingPercent": 0 if live else int(100 * place_s / MEDIA_S),
            "actionType": action,
            "actionDuration": lasted_s,
            "quality": quality,
            "errorCode": "E0003" if action == "error" else None,
        }
        rows.append(row | fields)
    media = [{"videoType": "LIVE", "duration": 0} if live else VOD]
    errors = [{"errorCode": row["errorCode"]} for row in rows if row["actionType"] == "error"]
    return parse_session(body({"sessionLog": rows, "media": media, "error": errors} | parts), UUID)


def found(session: Session, rule: str) -> list[Finding]:
    return [finding for finding in every(session) if finding.id == rule]


def every(session: Session, fetched_ms: int | None = None) -> tuple[Finding, ...]:
    playback = playback_of(session)
    return findings_of(playback, metrics_of(playback), fetched_ms=fetched_ms)


class Case(NamedTuple):
    """Two sessions, the evidence in the first one, and a part of what is said about it."""

    rule: str
    triggers: Session
    neighbour: Session
    rows: tuple[int, ...]
    severity: str
    says: str


def both(
    rule: str, session: Callable[[Any], Session], *just: Any, rows: tuple[int, ...], severity: str, says: str
) -> Case:
    """A case of one session with a value in it that just triggers, and one that just does not."""
    yes, no = just
    return Case(rule, session(yes), session(no), rows, severity, says)


NOTE, WARNING, ERROR = "note", "warning", "error"


def start(player_s: float, video_s: float) -> Session:
    return told(step("player_start", player_s), step("startup", video_s), BEAT)


def stalls(*between_s: float) -> Session:
    """Stalls of 1 s with playing between them."""
    rows = [row for lasted_s in between_s for row in (playing(lasted_s), stall(1))]
    return told(*START, BEAT, stall(1), *rows, BEAT)


def of_quality(*played: tuple[str, float]) -> Session:
    return told(*START, *(playing(lasted_s, quality=quality) for quality, lasted_s in played), BEAT)


def swings(middle_s: float) -> Session:
    """The quality turns at the end of each beat; the last three turns are 30 s and `middle_s` apart."""
    beats = [("480p", 60.0), ("720p", 60.0), ("480p", 60.0), ("720p", 30.0), ("480p", middle_s)]
    return told(*START, *(playing(lasted_s, quality=quality) for quality, lasted_s in beats))


def starts_of_player(*between_s: float) -> Session:
    again = [step("player_start", 0.05, after_s=between - 0.05) for between in between_s]
    return told(step("player_start", 0.05), *again)


CASES = (
    both(
        "slow-start",
        lambda s: start(0.1, s),
        2.001,
        2.0,
        rows=(1,),
        severity=WARNING,
        says="video that is slow (up to 2 s",
    ),
    both("slow-start", lambda s: start(s, 0.1), 5.001, 2.0, rows=(0,), severity=ERROR, says="it is the player that is"),
    both(
        "slow-start",
        lambda s: start(0.1, s),
        5.0,
        1.999,
        rows=(1,),
        severity=WARNING,
        says="5.1 s: 0.1 s for the player",
    ),
    both(
        "stall-long",
        lambda s: told(*START, BEAT, stall(s), BEAT),
        2.0,
        1.999,
        rows=(3,),
        severity=WARNING,
        says="The longest stall took 2 s, at +1:00",
    ),
    Case(
        "stall-long",
        told(*START, BEAT, stall(2.1), BEAT, stall(30.001), BEAT, stall(1), BEAT),
        told(*START, BEAT, stall(1.9), BEAT, stall(1.9), BEAT),
        (5, 3),
        ERROR,
        "30.001 s, at +2:02; 1 other took 2 s or more",
    ),
    Case("stall-long", told(*START, BEAT, stall(30)), told(*START, BEAT, stall(1)), (3,), WARNING, "30 s, at"),
    Case("stall-long", told(*START, BEAT, stall(10)), told(*START, BEAT, stall(1)), (3,), WARNING, "10 s, at"),
    both(
        "stall-cluster",
        stalls,
        59.0,
        59.001,
        rows=(3, 5),
        severity=WARNING,
        says="2 stalls (2.0 s) began inside 60 s, from +1:00 on",
    ),
    Case(
        "stall-cluster",
        stalls(59.0, 300, 9.0, 9.0, 9.0, 9.0, 9.0),
        stalls(300),
        (7, 9, 11, 13, 15, 17, 3, 5),
        ERROR,
        "6 stalls (6.0 s) began inside 60 s, from +7:01 on; 2 others came as close",
    ),
    Case("stall-cluster", stalls(9.0, 9.0, 9.0, 9.0), stalls(), (3, 5, 7, 9, 11), WARNING, "5 stalls (5.0 s)"),
    both(
        "stall-after-upshift",
        lambda s: told(*START, playing(60, quality="480p"), playing(s), stall(3), BEAT),
        5.0,
        5.001,  # a row tells the quality at its end: when in this one it changed is not known
        rows=(4,),
        severity=WARNING,
        says="1 stall (3.0 s) began within 5 s of a switch to a higher quality, first at +1:05, to 1080p",
    ),
    both(
        "stall-after-upshift",
        lambda s: told(*START, playing(60, quality="480p"), playing(2), step("paused", s), stall(3), BEAT),
        3.0,
        3.001,
        rows=(5,),
        severity=WARNING,
        says="to 1080p",
    ),
    both(
        "stall-after-upshift",
        lambda quality: told(*START, playing(60, quality=quality), playing(5), stall(3), BEAT),
        "720p",
        "2160p",
        rows=(4,),
        severity=WARNING,
        says="to 1080p",
    ),
    both(
        "stall-after-seek",
        lambda s: told(*START, BEAT, seek(300), playing(s), stall(2), BEAT),
        1.0,
        1.001,
        rows=(5,),
        severity=WARNING,
        says="1 stall right after a seek (2.0 s, the longest 2 s), apart from the rebuffering numbers",
    ),
    both(
        "stall-after-seek",
        lambda s: told(*START, BEAT, seek(300), playing(s), stall(1.999), BEAT),
        1.0,
        1.001,
        rows=(5,),
        severity=NOTE,
        says="the longest 1.999 s",
    ),
    both(
        "seek-slow",
        lambda s: told(*START, BEAT, seek(300, s), BEAT),
        2.001,
        2.0,
        rows=(3,),
        severity=WARNING,
        says="The longest seek took 2.001 s, at +1:00 (up to 2 s is good)",
    ),
    Case(
        "seek-slow",
        told(*START, BEAT, seek(300, 3), BEAT, seek(90, 5.001)),
        told(*START, BEAT, seek(60, 5.001, quality="720p"), BEAT),  # a change of quality is no seek
        (5, 3),
        ERROR,
        "5.001 s, at +2:03 (up to 2 s is good); 1 other took more than 2 s; no row follows the last one: it may",
    ),
    both(
        "unlogged-wait",
        lambda s: told(*START, BEAT, playing(60, after_s=s), BEAT),
        1.0,
        0.999,
        rows=(3,),
        severity=WARNING,
        says="1.0 s of waiting got no row, in 1 silence in which the playhead stood, first at +1:01",
    ),
    both(
        "unlogged-wait",
        lambda s: told(*START, BEAT, step("paused", 3), playing(60, after_s=s), BEAT),
        300.0,
        300.001,
        rows=(4,),
        severity=WARNING,
        says="5 m 00 s of waiting got no row",
    ),
    both(
        "unlogged-wait",
        lambda place: told(*START, BEAT, playing(20, after_s=9, videoTime=place), BEAT),
        80.0,
        89.0,  # it went on: rows were lost
        rows=(3,),
        severity=WARNING,
        says="9.0 s of waiting got no row",
    ),
    Case(
        "unlogged-wait",
        told(*START, BEAT, seek(300), playing(60, after_s=4)),
        told(*START, BEAT, stall(3), playing(60, after_s=4)),  # a pause pressed in the stall
        (4,),
        WARNING,
        "4.0 s of waiting got no row",
    ),
    both(
        "pause-in-stall",
        lambda s: told(*START, BEAT, stall(8), step("paused", 20, after_s=s), BEAT),
        1.0,
        1.001,
        rows=(3,),
        severity=WARNING,
        says="1 stall ended in a pause, first at +1:00: the viewer gave up waiting",
    ),
    Case(
        "pause-in-stall",
        told(*START, BEAT, stall(8), step("paused", 20), BEAT),
        told(*START, BEAT, stall(8), step("paused", 20, after_s=-12.001), BEAT),  # it stalled in the pause
        (3,),
        WARNING,
        "gave up",
    ),
    both(
        "pause-in-stall",
        lambda place: told(*START, BEAT, stall(3), playing(20, after_s=9, videoTime=place), BEAT),
        80.0,
        89.0,  # it went on: rows were lost
        rows=(4,),
        severity=WARNING,
        says="9.0 s of pause got no row of its own",
    ),
    Case(
        "pause-in-stall",
        told(*START, BEAT, stall(3), stall(8), seek(300), BEAT),
        told(*START, BEAT, stall(3), stall(8), BEAT),  # both are stalls as logged
        (4,),
        WARNING,
        "8.0 s of pause got no row of its own",
    ),
    both(
        "quality-drop",
        lambda s: told(*START, playing(10), playing(s, quality="360p")),
        30.001,
        30.0,
        rows=(3,),
        severity=WARNING,
        says="the best quality seen, 1080p, it was 540p on average over time, under half of that; 30.0 s of playing",
    ),
    both(
        "quality-drop",
        lambda quality: told(*START, playing(5), playing(60, quality=quality), playing(60, quality=quality)),
        "480p",
        "720p",
        rows=(3, 4),
        severity=WARNING,
        says="504p on average",
    ),
    Case(
        "quality-drop",
        told(*START, playing(60, quality="240p"), playing(5), playing(60, quality="240p")),
        told(*START, playing(60, quality="240p"), playing(60, quality="240p"), playing(5)),  # a low start is none
        (4,),
        WARNING,
        "305p on average",
    ),
    both(
        "quality-oscillation",
        swings,
        30.0,
        30.001,
        rows=(4, 5, 6),
        severity=WARNING,
        says="3 times inside 60 s, from +2:00 on; 5 switches in all",
    ),
    Case(
        "quality-oscillation",
        of_quality(("480p", 5), ("720p", 5), ("480p", 5), ("720p", 5), ("480p", 5)),
        of_quality(("480p", 5), ("720p", 5), ("auto", 5), ("480p", 5), ("720p", 5), ("480p", 5)),
        (3, 4, 5, 6),
        WARNING,
        "turned from up to down or back 4 times",
    ),
    both(
        "manual-quality",
        lambda s: told(*START, BEAT, seek(60 + s, quality="720p"), BEAT),
        1.999,
        2.0,
        rows=(3,),
        severity=NOTE,
        says="first at +1:00 (1080p to 720p)",
    ),
    both(
        "manual-quality",
        lambda quality: told(*START, BEAT, seek(60, quality=quality), BEAT),
        "720p",
        "1080p",
        rows=(3,),
        severity=NOTE,
        says="a resolution change, not a seek",
    ),
    both(
        "seek-or-quality",
        lambda s: told(*START, BEAT, seek(65, s, quality="720p"), BEAT),
        10.001,
        10.0,
        rows=(3,),
        severity=WARNING,
        says="1 “seeking” row (10.0 s, first at +1:00) changed the quality while the playhead moved on",
    ),
    both(
        "seek-or-quality",
        lambda place: told(*START, BEAT, seek(place, 20, quality="720p"), BEAT),
        62.0,
        61.999,  # a resolution change
        rows=(3,),
        severity=WARNING,
        says="does not tell which",
    ),
    both(
        "seek-or-quality",
        lambda place: told(*START, BEAT, seek(place, 20, quality="720p"), BEAT),
        80.0,
        83.0,  # farther than it could play: a seek
        rows=(3,),
        severity=WARNING,
        says="does not tell which",
    ),
    both(
        "speed",
        lambda place: told(*START, playing(60, videoTime=place), BEAT),
        64.251,
        64.25,
        rows=(2,),
        severity=NOTE,
        says="1 row (1 m 00 s, first at +0:00) played at 1.07 ×",
    ),
    Case(
        "speed",
        told(*START, BEAT, playing(40, videoTime=140), playing(60, videoTime=170)),
        told(*START, BEAT, playing(20, videoTime=60)),  # frozen
        (3, 4),
        NOTE,
        "2 rows (1 m 40 s, first at +1:00) played at 0.50 to 2.00 ×",
    ),
    both(
        "rage-seek",
        lambda s: told(*START, BEAT, seek(90), playing(s), seek(30), seek(99), seek(9), BEAT),
        9.4,
        9.401,
        rows=(3, 5, 6, 7),
        severity=WARNING,
        says="4 seeks inside 10 s, from +1:00 on",
    ),
    Case(
        "rage-seek",
        told(*START, BEAT, seek(90), seek(30), seek(99), seek(9), BEAT),
        told(*START, BEAT, seek(90), seek(30), seek(99), BEAT),
        (3, 4, 5, 6),
        WARNING,
        "4 seeks",
    ),
    both(
        "heartbeat-gap",
        lambda s: told(*START, BEAT, playing(60, after_s=s, **NOWHERE), BEAT),
        5.001,
        5.0,
        rows=(3,),
        severity=WARNING,
        says="No row tells of 5.0 s between two rows of playing, before +1:05 (1 time): a heartbeat is due every 60 s",
    ),
    both(
        "heartbeat-gap",
        lambda s: told(*START, BEAT, playing(60, after_s=s), BEAT),
        300.001,
        300.0,  # a wait that got no row
        rows=(3,),
        severity=WARNING,
        says="5 m 00 s between two rows",
    ),
    Case(
        "heartbeat-gap",
        told(*START, BEAT, playing(9, after_s=400), playing(60, after_s=301)),
        told(*START, BEAT, step("paused", 400), playing(9), step("paused", 301), BEAT),
        (3, 4),
        WARNING,
        "6 m 40 s between two rows of playing, before +7:40 (2 times)",
    ),
    both(
        "lost-rows",
        lambda place: told(*START, BEAT, playing(30, after_s=20, videoTime=place), BEAT),
        110.0,
        90.0,  # the same place: a wait
        rows=(3,),
        severity=WARNING,
        says="Rows were lost (20.0 s), first before +1:20: the playhead moved on",
    ),
    both(
        "lost-rows",
        lambda rows: told(step("player_start", 0.05), *rows, BEAT),
        (playing(9), step("startup", 0.4)),
        (step("startup", 0.4), playing(9)),
        rows=(1,),
        severity=WARNING,
        says="it played with no “startup” before it",
    ),
    both(
        "lost-rows",
        lambda row: told(row, BEAT),
        step("player_start", 0.05),
        step("paused", 1),  # it begins in the middle
        rows=(1,),
        severity=WARNING,
        says="Rows were lost",
    ),
    both(
        "asleep",
        lambda s: told(*START, BEAT, playing(s, videoTime=62), BEAT),
        65.001,
        65.0,
        rows=(3,),
        severity=WARNING,
        says="hardly moved in 1 row of playing, first at +1:00; 1 m 03 s of them are no playing time",
    ),
    both(
        "asleep",
        lambda place: told(*START, BEAT, playing(70, videoTime=place), BEAT),
        94.999,
        95.0,
        rows=(3,),
        severity=WARNING,
        says="The device slept",
    ),
    both(
        "heartbeat-long",
        lambda s: told(*START, BEAT, playing(s), BEAT),
        61.001,
        61.0,
        rows=(3,),
        severity=WARNING,
        says="1 row of playing longer than 61 s, the longest 61.001 s",
    ),
    both(
        "playhead-frozen",
        lambda s: told(*START, BEAT, playing(20, videoTime=60 + s), BEAT),
        8.749,
        8.75,  # a place is good to 1.25 s: it may have been 10 s in 20
        rows=(3,),
        severity=WARNING,
        says="In 1 row (20.0 s of playing, first at +1:00) the playhead moved 8.749 s",
    ),
    both(
        "playhead-frozen",
        lambda s: told(*START, BEAT, playing(20, videoTime=60 + s), BEAT),
        43.251,
        43.25,
        rows=(3,),
        severity=WARNING,
        says="moved 43.251 s",
    ),
    both(
        "playhead-frozen",
        lambda s: told(*START, BEAT, playing(s, videoTime=60), BEAT),
        2.501,
        2.5,
        rows=(3,),
        severity=WARNING,
        says="moved 0 s",
    ),
    both(
        "playhead-frozen",
        lambda live: told(*START, BEAT, playing(20, videoTime=60), BEAT, live=live),
        False,
        True,
        rows=(3,),
        severity=WARNING,
        says="frozen",
    ),
    both(
        "clock-step",
        lambda s: told(*START, BEAT, playing(60, after_s=s), BEAT),
        -60.001,
        -60.0,  # two rows of one time
        rows=(2,),
        severity=WARNING,
        says="The clock was set back by 1 m 00 s before row 2: 2 rows were moved by it, so that all follow one another",
    ),
    both(
        "clock-step",
        lambda row: told(*START, BEAT, row),
        step("error", after_s=-30),
        step("paused", 3, after_s=-30),  # one row alone was delivered late
        rows=(2,),
        severity=WARNING,
        says="The clock was set back by 30.0 s",
    ),
    both(
        "clock-step",
        lambda s: told(*START, BEAT, playing(60, after_s=s), BEAT),
        86_400.001,
        86_400.0,
        rows=(3,),
        severity=WARNING,
        says="The clock was set forward by 24 h 00 m",
    ),
    both(
        "out-of-order",
        lambda s: told(*START, BEAT, step("paused", 2, after_s=s)),
        -2.001,
        -2.0,
        rows=(3,),
        severity=NOTE,
        says="goes back in time 1 time",
    ),
    Case(
        "out-of-order",
        told(*START, BEAT, playing(9, after_s=-20), playing(60, after_s=11), playing(9, after_s=-20)),
        told(*START, BEAT, playing(9, after_s=-20), BEAT, BEAT),  # a clock that was set back
        (3, 5),
        NOTE,
        "goes back in time 2 times",
    ),
    both(
        "zone-mismatch",
        lambda ms: told(step("player_start", 1, logDate=date_time(T0 + 1000 + ms, KST)), step("startup", 1), BEAT),
        2_000,
        1_000,
        rows=(0,),
        severity=NOTE,
        says="“logDate” is 2.0 s ahead of Korean time",
    ),
    both(
        "zone-mismatch",
        lambda ms: told(step("player_start", 1, logDate=date_time(T0 + 1000 + ms, KST)), step("startup", 1), BEAT),
        -14 * 3_600_000,
        -1_000,
        rows=(0,),
        severity=NOTE,
        says="“logDate” is 14 h behind Korean time",
    ),
    both(
        "zone-mismatch",
        lambda ms: told(step("player_start", 1, logDate=date_time(T0 + 1000 + ms, KST)), step("startup", 1), BEAT),
        int(0.5 * 3_600_000),
        0,
        rows=(0,),
        severity=NOTE,
        says="0.5 h ahead of",
    ),
    both(
        "impossible-step",
        lambda rows: told(*START, BEAT, *rows, step("startup", 0.4), BEAT),
        (),
        (step("player_start", 0.05),),
        rows=(3,),
        severity=WARNING,
        says="a second first picture",
    ),
    both(
        "impossible-step",
        lambda rows: told(*START, BEAT, *rows, step("startup", 0.4), BEAT, media=[VOD] * (2 if rows else 1)),
        (),
        (step("next_track"),),
        rows=(3,),
        severity=WARNING,
        says="a second first picture",
    ),
    both(
        "impossible-step",
        lambda row: told(*START, BEAT, step("ended", videoTime=600), row, BEAT),
        BEAT,
        seek(0),
        rows=(4,),
        severity=WARNING,
        says="playing right after “ended”, with no idle time, seek, track or start between (at +1:00)",
    ),
    Case(
        "impossible-step",
        told(*START, BEAT, step("ended", videoTime=600), BEAT),
        told(*START, BEAT, step("ended", videoTime=600), step("paused", 3), BEAT),  # the idle time
        (4,),
        WARNING,
        "after “ended”",
    ),
    both(
        "impossible-step",
        lambda s: told(*START, BEAT, step("ended", videoTime=600), playing(60, after_s=s)),
        0.099,
        0.1,  # silence after the end is idle time
        rows=(4,),
        severity=WARNING,
        says="after “ended”",
    ),
    both(
        "after-error",
        lambda rows: told(*START, BEAT, step("error"), *rows),
        (step("player_start", 0.05), step("startup", 0.4)),
        (),
        rows=(4, 5),
        severity=WARNING,
        says="2 rows after the first error (E0003)",
    ),
    both(
        "totals-disagree",
        lambda s: told(*START, BEAT, startTime={"playerStartTimeSum": s}),
        0.052,
        0.051,
        rows=(0, 1),
        severity=WARNING,
        says="playerStartTimeSum is 0.052 s, its rows add up to 0.050 s",
    ),
    both(
        "totals-disagree",
        lambda s: told(*START, BEAT, startTime={"videoStartTimeSum": s}),
        0.398,
        0.399,
        rows=(0, 1),
        severity=WARNING,
        says="videoStartTimeSum is 0.398 s, its rows add up to 0.400 s",
    ),
    both(
        "totals-disagree",
        lambda s: told(
            *START, BEAT, startTime={"playerStartTimeSum": 0.05, "videoStartTimeSum": 0.4, "totalStartTimeSum": s}
        ),
        0.452,
        0.451,
        rows=(0, 1),
        severity=WARNING,
        says="totalStartTimeSum is 0.452 s, its two parts add up to 0.450 s",
    ),
    both(
        "totals-disagree",
        lambda errors: told(*START, BEAT, step("error"), error=errors),
        [],
        [{"errorCode": "E0003"}],
        rows=(3,),
        severity=WARNING,
        says="“error” lists 0 errors, the log has 1",
    ),
    both(
        "totals-disagree",
        lambda code: told(*START, BEAT, step("error"), error=[{"errorCode": code}]),
        "E0004",
        "E0003",
        rows=(3,),
        severity=WARNING,
        says="“error” begins with E0004, the log with E0003",
    ),
    both(
        "totals-disagree",
        lambda percent: told(*START, playing(60, watchingPercent=percent), BEAT),
        11.17,
        11.16,
        rows=(2,),
        severity=WARNING,
        says="11.17 % at 1 m 00 s of 10 m 00 s",
    ),
    both(
        "totals-disagree",
        lambda percent: told(*START, playing(5, videoTime=660, watchingPercent=percent)),  # beyond the end is the end
        98.83,
        98.84,
        rows=(2,),
        severity=WARNING,
        says="98.83 % at 11 m 00 s",
    ),
    both(
        "missing-start",
        lambda row: told(row, step("startup", 0.4), BEAT),
        step("paused", 1),
        step("player_start", 1),
        rows=(0,),
        severity=WARNING,
        says="begins with “paused”",
    ),
    both("missing-start", told, step("error"), step("player_start"), rows=(0,), severity=NOTE, says="“error”"),
    both(
        "open-end",
        lambda s: told(*START, BEAT, playing(s)),
        58.999,
        59.0,
        rows=(3,),
        severity=NOTE,
        says="cut short after 58.999 s",
    ),
    both(
        "open-end",
        lambda rows: told(*START, playing(9), *rows),
        (),
        (step("paused", 3),),
        rows=(2,),
        severity=NOTE,
        says="a pause, stall, seek or change of quality began then",
    ),
    both(
        "early-end",
        lambda place: told(*START, BEAT, step("ended", videoTime=place)),
        569.999,
        570,
        rows=(3,),
        severity=WARNING,
        says="It ended at 09:29 of 10:00, 95 % of the media",
    ),
    both(
        "loop",
        lambda to: told(*START, BEAT, playing(9, videoTime=600), seek(to), BEAT),
        0.999,
        1.0,
        rows=(4,),
        severity=NOTE,
        says="Began again 1 time",
    ),
    both(
        "loop",
        lambda place: told(*START, BEAT, playing(9, videoTime=place, watchingPercent=None), seek(0), BEAT),
        570,
        569.999,
        rows=(4,),
        severity=NOTE,
        says="no “ended”",
    ),
    both(
        "loop",
        lambda rows: told(*START, playing(9, videoTime=600), *rows, BEAT),
        (seek(0),),
        (step("ended"), seek(0)),
        rows=(3,),
        severity=NOTE,
        says="after 95%",
    ),
    both(
        "duplicate-row",
        lambda s: told(*START, BEAT, playing(s, after_s=-s, videoTime=60), BEAT),
        60.0,
        59.999,
        rows=(3,),
        severity=WARNING,
        says="1 row with the action, time, playhead and duration of another one, first at +0:00: 1 m 00 s are counted",
    ),
    both(
        "error-without-code",
        lambda code: told(*START, BEAT, step("error", errorCode=code)),
        None,
        "E0000",
        rows=(3,),
        severity=WARNING,
        says="1 error without a code",
    ),
    Case(
        "player-error",
        told(*START, BEAT, step("error")),
        told(*START, BEAT, BEAT),
        (3,),
        ERROR,
        "E0003 network error, at +1:00",
    ),
    Case(
        "player-error",
        told(*START, step("error"), BEAT, step("error"), BEAT),
        told(*START, BEAT, BEAT),
        (2, 4),
        WARNING,
        "E0003 network error, at +0:00, 2 times in all, and it played on",
    ),
    Case(
        "player-error",
        told(*START, BEAT, error=[{"errorCode": "E0005"}]),
        told(*START, BEAT, error=[]),
        (),
        ERROR,
        "E0005 licence invalid or expired, in no row of the log",
    ),
    both(
        "retry-storm",
        lambda s: starts_of_player(30, s),
        30.0,
        30.001,
        rows=(0, 1, 2),
        severity=ERROR,
        says="3 starts of the player inside 60 s",
    ),
    Case(
        "retry-storm",
        told(*START, step("error"), step("error", after_s=5), step("error", after_s=5)),
        told(*START, step("error"), step("error", after_s=5)),
        (2, 3, 4),
        ERROR,
        "3 errors inside 60 s",
    ),
    Case(
        "schema-drift",
        told(*START, BEAT, playing(60, newField={"a": 1})),
        told(*START, BEAT, BEAT),
        (3,),
        NOTE,
        "“sessionLog.newField” is a field that is not known (1 row): {",
    ),
    Case(
        "schema-drift",
        told(*START, playing(60, quality=1080)),  # type: ignore[arg-type]
        told(*START, BEAT),
        (2,),
        NOTE,
        "“sessionLog.quality” is not of its known type (1 row): 1080",
    ),
    Case(
        "schema-drift",
        told(*START, playing(60, logDateUnix="soon")),
        told(*START, BEAT),
        (2,),
        NOTE,
        "“sessionLog.logDateUnix” cannot be read",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.says[:40]}")
def test_a_rule_finds_what_it_looks_for_and_not_its_neighbour(case: Case) -> None:
    (finding,) = found(case.triggers, case.rule)
    assert case.says in finding.text
    assert (finding.severity, finding.rows) == (case.severity, case.rows)
    assert found(case.neighbour, case.rule) == []


FAMILY = {"asleep", "unlogged-wait", "playhead-frozen", "heartbeat-long"}


@pytest.mark.parametrize(
    ("strange", "rule"),
    [
        (playing(200, videoTime=62), "asleep"),
        (playing(64, videoTime=60), "playhead-frozen"),
        (playing(64, videoTime=64 + 60), "heartbeat-long"),
        (playing(200, videoTime=160), "heartbeat-long"),
        (playing(20, after_s=9, videoTime=80), "unlogged-wait"),
    ],
)
def test_a_row_has_one_finding_of_a_family(strange: Step, rule: str) -> None:
    """One cause is told once: the first that fits."""
    findings = every(told(*START, BEAT, strange, BEAT))
    assert [each.id for each in findings if each.id in FAMILY and 3 in each.rows] == [rule]


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == {rule.id for rule in RULES}


# What a table cannot say


def test_three_short_starts_of_three_tracks_are_no_slow_start() -> None:
    tracks = [row for _ in range(2) for row in (step("next_track"), step("startup", 1.5), BEAT)]
    session = told(*START, BEAT, *tracks, media=[VOD] * 3)
    assert metrics_of(playback_of(session)).video_startup_s == pytest.approx(3.4)
    assert found(session, "slow-start") == []


def test_shares_are_of_the_item_that_plays() -> None:
    second = (step("next_track"), step("startup", 0.4, videoTime=0), playing(30, videoTime=30, watchingPercent=50))
    assert found(told(*START, BEAT, *second, media=[VOD, VOD]), "totals-disagree") != []
    assert found(told(*START, BEAT, *second, media=[VOD, VOD | {"duration": 60}]), "totals-disagree") == []


def test_a_field_that_many_records_have_is_one_finding() -> None:
    session = told(*START, BEAT, error=[{"errorCode": "E0003", "new": n} for n in range(9)])
    assert [finding.text for finding in found(session, "schema-drift")] == [
        "“error.new” is a field that is not known: 0"
    ]


def test_more_new_fields_than_one_can_read_are_counted() -> None:
    drift = found(told(*START, playing(60, **{f"new{n}": n for n in range(25)})), "schema-drift")
    assert (len(drift), drift[-1].text) == (21, "5 more fields are new or of another type")


def test_a_log_that_ends_after_it_was_fetched_has_a_wrong_clock() -> None:
    session = told(*START, BEAT, BEAT)
    ends = session.events.end_ms
    assert not every(session, ends[-1] - 60_000)
    found = every(session, ends[-1] - 60_001)
    assert [(each.id, each.severity, each.rows) for each in found] == [("clock-step", WARNING, (3,))]
    assert "ahead of the fetch by up to 1 m 00 s, first at +1:00 (1 row)" in found[0].text
    assert every(session, ends[-1] - 3_600_000)[0].rows == (0, 1, 2, 3)


def drift(session: Session) -> list[tuple[str, tuple[int, ...]]]:
    return [(finding.text, finding.rows) for finding in found(session, "schema-drift")]


def test_odd_values_and_actions_are_told_by_name_and_value() -> None:
    session = told(*START, BEAT, step("dance"), step("dance"), step(""), step("paused", 1, actionDuration=-4))
    assert drift(session) == [
        ("“sessionLog.actionDuration” has a value that cannot be meant (1 row): -4", (6,)),
        ("“sessionLog.actionType” is an action that is not known (2 rows): dance", (3, 4)),
        ("“sessionLog.actionType” is an action that is not known (1 row): none", (5,)),
    ]


def test_a_playhead_far_beyond_the_media_is_no_place_in_it() -> None:
    assert drift(told(*START, BEAT, seek(2 * MEDIA_S + 61))) == [
        ("“sessionLog.videoTime” is far beyond the media (1 row): 1,261 s of 600 s", (3,))
    ]
    assert drift(told(*START, BEAT, seek(2 * MEDIA_S + 60))) == []
    assert drift(told(*START, BEAT, seek(1e6), live=True)) == []
