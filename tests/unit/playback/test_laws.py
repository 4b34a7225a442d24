"""What must hold for any log: rows in any order, of any dialect mixed in one log, any field missing or absurd."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.playback.logs import BEGIN_MS, UUID, read, row, session_of
from vpe_tui.playback import sums
from vpe_tui.playback.dialects.table import rule_named
from vpe_tui.playback.model import DialectName
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.explain import explain, explain_verdict
from vpe_tui.session.glossary import Kind
from vpe_tui.session.parse import parse_session

WORDS = (
    "player_start", "startup", "playing", "playing", "paused", "seeking", "rebuffering", "prev_track", "prev_tarck",
    "next_track", "ended", "error", "pause", "ratechange", "fullscreenchange", "intro_skip", "odd", "", None, 7,
)  # fmt: skip
second = st.integers(0, 4000)
stamps = (
    second.map(lambda s: str(BEGIN_MS // 1000 + s))
    | st.integers(0, 4_000_000).map(lambda ms: str(BEGIN_MS + ms))
    | st.sampled_from(("946684800100", "4102444800000", "", None, "x", BEGIN_MS, 1e300, [], "17900000000000000"))
)
lengths = (
    st.none()
    | st.floats(0, 100)
    | st.sampled_from((0, 0.006, 0.008, 9999, 60, 59.5, 65.1, 86_401, 1e9, -1, "5", "x", float("nan"), True, {}))
)
places = st.none() | st.floats(0, 700) | st.sampled_from((0, 10, 10, 60_000, -5, 1e8, "12", "x", []))
any_row = st.fixed_dictionaries(
    {},
    optional={
        "actionType": st.sampled_from(WORDS),
        "logDateUnix": stamps,
        "logDate": st.sampled_from(("2026-09-21 23:13:20", "", None)),
        "actionDuration": lengths,
        "videoTime": places,
        "watchingPercent": st.none() | st.floats(0, 150),
        "quality": st.sampled_from(("720p", "240p", "0p", "Unknown", None, 3)),
    },
) | st.sampled_from((None, 5, "row", []))
media = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "videoType": st.sampled_from(("VOD", "LIVE", None)),
            "duration": st.sampled_from((0, 20, 600, None, "x")),
            "url": st.sampled_from(("a", "b", None)),
            "title": st.sampled_from(("t", None)),
            "logDate": st.sampled_from(("2026-09-21 22:13:20", "2026-09-21 23:00:00", "", None)),
        },
    ),
    max_size=3,
)
dialects = st.sampled_from(("auto", "auto", "web", "react-native", "android", "unknown"))


def read_any(rows: list[Any], items: list[Any], dialect: DialectName) -> Playback:
    result = {"sessionLog": rows, "media": items, "user": {}, "player": {}}
    body = json.dumps({"code": 200, "message": "", "result": result}).encode()
    return playback_of(parse_session(body, UUID), dialect)


@settings(deadline=None)
@given(st.lists(any_row, max_size=14), media, dialects)
def test_any_log_is_read(rows: list[Any], items: list[Any], dialect: DialectName) -> None:
    found = read_any(rows, items, dialect)
    spans, log = list(found.spans), found.session.events
    assert all(before.end_ms == after.start_ms for before, after in pairwise(spans)), "no hole, no overlap"
    assert all(span.end_ms > span.start_ms or span.state in ("ended", "error") for span in spans)
    if spans:
        lived = [(found.corrected_start_ms[row], found.corrected_end_ms[row]) for row in range(len(log))]
        assert spans[0].start_ms <= min(start for start, _ in lived)
        assert spans[-1].end_ms == max(end for _, end in lived)
    evidence = [row for span in spans for row in span.rows] + [point.row for point in found.points]
    assert set(evidence) == set(range(len(log)))
    for span in spans:
        assert (span.state == "unknown") <= (span.known == "unknown")
        assert span.known != "unknown" or span.state in ("unknown", "starting")
        assert span.from_s is None or span.speed is None or span.to_s is not None
        assert rule_named(found.dialect, span.rule).says
        assert 0 <= span.item < len(found.items)
    check_sums(found)


def check_sums(found: Playback) -> None:
    """Sums are of spans, and none is larger than the whole."""
    whole = sum(span.length_ms for span in found.spans)
    every = ("starting", "playing", "paused", "seeking", "rebuffering", "idle", "unknown", "ended", "error")
    assert sum(sums.state_ms(found, state) for state in every) == whole  # type: ignore[arg-type]
    assert whole == (found.spans[-1].end_ms - found.spans[0].start_ms if len(found.spans) else 0)
    content = sums.content_watched_s(found)
    assert content is None or content >= 0
    sums.furthest_s(found)
    sums.stalls(found)
    assert sums.coverage(found).explained_ms <= sums.coverage(found).whole_ms


@settings(deadline=None)
@given(st.lists(any_row, max_size=10), media, dialects)
def test_a_log_is_read_the_same_twice(rows: list[Any], items: list[Any], dialect: DialectName) -> None:
    first, second = read_any(rows, items, dialect), read_any(rows, items, dialect)
    assert list(first.spans) == list(second.spans)
    assert first.points == second.points
    assert (first.undefined, first.lower_bounds, first.ending) == (second.undefined, second.lower_bounds, second.ending)


well_formed = st.lists(
    st.tuples(st.sampled_from(("playing", "paused", "rebuffering")), st.integers(1, 60_000)), max_size=30
)


@settings(deadline=None)
@given(well_formed)
def test_of_a_well_formed_web_log_the_sums_of_spans_are_those_of_its_rows(acts: list[tuple[str, int]]) -> None:
    place, rows = 0.0, []
    for action, ms in acts:
        place += ms / 1000 if action == "playing" else 0
        rows.append(row(action, ms / 1000, int(place)))
    found = read(row("player_start", 0.05), row("startup", 0.5, silent_s=0.3), *rows, length_s=100_000)
    for action in ("playing", "paused", "rebuffering"):
        assert sums.state_ms(found, action) == sum(ms for each, ms in acts if each == action)  # type: ignore[arg-type]
    assert len(sums.stalls(found).own) == sum(action == "rebuffering" for action, _ in acts)
    assert [span.rows for span in found.spans if span.state != "idle"] == [(number,) for number in range(len(rows) + 2)]
    content = sums.content_watched_s(found)
    assert content is None or abs(content - place) <= 1.25 + 0.001


@settings(deadline=None)
@given(well_formed, st.randoms(use_true_random=False))
def test_late_delivery_changes_nothing(acts: list[tuple[str, int]], rng: Any) -> None:
    """Rows that come scattered are sorted by time; only one constant step back is a clock that was set."""
    from tests.unit.playback.logs import log_of

    log = log_of(row("player_start", 0.05), *(row(action, ms / 1000) for action, ms in acts))
    scattered = log[:]
    rng.shuffle(scattered)
    falls = sum(int(b["logDateUnix"]) < int(a["logDateUnix"]) for a, b in pairwise(scattered))
    if falls != 1:
        first, second = playback_of(session_of(log)), playback_of(session_of(scattered))
        assert [span[:3] for span in first.spans] == [span[:3] for span in second.spans]


later = st.sampled_from((0, 30_000, 10**9))


@settings(deadline=None, max_examples=300)
@given(st.lists(any_row, max_size=14), media, dialects, later)
def test_any_log_is_given_a_meaning(rows: list[Any], items: list[Any], dialect: DialectName, later_ms: int) -> None:
    """Nothing raises; what is not known is None and says why; what is known is within the session."""
    found = read_any(rows, items, dialect)
    ends = found.session.events.end_ms
    read = diagnose(found.session, (ends[-1] if len(ends) else 0) + later_ms, player=dialect)
    unknown = {each.key for each in METRICS if getattr(read.metrics, each.key) is None}
    assert unknown == set(read.undefined)
    assert all(read.undefined.values()) and all(read.lower_bounds.values())
    assert not unknown & set(read.lower_bounds)
    for metric in METRICS:
        value = getattr(read.metrics, metric.key)
        is_place = metric.key == "furthest_s"  # a place may be before the beginning, where a row says so
        assert isinstance(value, dict) or value is None or value >= 0 or is_place, metric.key
        explained = explain(metric, read)
        assert ("undefined: " in explained.numbers) == (value is None or value == {})
        assert explained.unknown or metric.key not in read.lower_bounds
    never_zero(read)
    assert read.verdict.text.isprintable()
    assert read.verdict.band is None or read.verdict.band in ("good", "fair", "poor")
    assert all(set(each.rows) <= set(range(len(ends))) for each in read.findings)
    assert explain_verdict(read).facts


def never_zero(read: Diagnosis) -> None:
    """A row of a state without a duration makes the sum over it undefined, never 0 and never good."""
    log, web = read.playback.session.events, read.playback.dialect == "web"
    for kind, key in ((Kind.PLAYING, "playing_s"), (Kind.PAUSED, "paused_s"), (Kind.REBUFFERING, "rebuffer_s")):
        if web and any(each is kind and log.duration_s[row] is None for row, each in enumerate(log.kinds)):
            assert getattr(read.metrics, key) is None, key
    if read.metrics.rebuffering_ratio is None:
        assert read.verdict.band != "good"
    if not web:
        assert read.metrics.video_startup_s is None
        assert read.metrics.unlogged_wait_s is None


@settings(deadline=None)
@given(st.lists(any_row, max_size=10), media)
def test_a_meaning_is_the_same_twice(rows: list[Any], items: list[Any]) -> None:
    session = read_any(rows, items, "auto").session
    first, second = diagnose(session, BEGIN_MS), diagnose(session, BEGIN_MS)
    assert (first.metrics, first.verdict, first.findings) == (second.metrics, second.verdict, second.findings)
