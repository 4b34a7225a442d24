"""Findings: what the demo's stories promise, what clean sessions are spared, and that nothing makes a rule stumble."""

import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.test_parse import DOCUMENTED, UUID, body
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.bands import BANDS
from vpe_tui.qoe.findings.finding import SEVERITIES, Finding, findings_of
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.metrics import metrics_of
from vpe_tui.session.glossary import Kind as RowKind
from vpe_tui.session.index import index_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session

RULE = {rule.id: rule for rule in RULES}
DATA_RULES = {
    "heartbeat-gap",
    "heartbeat-long",
    "impossible-step",
    "after-error",
    "clock-step",
    "out-of-order",
    "lost-rows",
    "asleep",
    "seek-or-quality",
    "zone-mismatch",
    "totals-disagree",
    "missing-start",
    "open-end",
    "duplicate-row",
    "error-without-code",
    "schema-drift",
}


def found(session: Session) -> tuple[Finding, ...]:
    playback = playback_of(session)
    return findings_of(playback, metrics_of(playback))


def lived(kind: Kind, seed: int) -> Session:
    simulated = simulate(kind, seed)
    return parse_session(simulated.body, simulated.uuid)


def ids(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.id for finding in findings}


# The table


def test_every_rule_of_the_specification_is_declared_once() -> None:
    assert len(RULE) == len(RULES)
    assert set(RULE) == DATA_RULES | {
        "slow-start",
        "stall-long",
        "stall-cluster",
        "stall-after-upshift",
        "stall-after-seek",
        "seek-slow",
        "unlogged-wait",
        "speed",
        "quality-drop",
        "quality-oscillation",
        "manual-quality",
        "playhead-frozen",
        "early-end",
        "loop",
        "rage-seek",
        "pause-in-stall",
        "retry-storm",
        "player-error",
    }


def test_what_is_odd_about_the_log_is_never_an_error() -> None:
    assert {RULE[each].severity for each in DATA_RULES} <= {"warning", "note"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_looks_for_in_one_sentence(rule: Any) -> None:
    for text in (rule.looks_for, rule.basis):
        assert text and text[-1] not in ". " and "\n" not in text


# What the stories promise


PROMISES = {
    Kind.SLOW_START: {"slow-start"},
    Kind.STALL_STORM: {"stall-long", "stall-cluster"},
    Kind.FATAL_ERROR: {"stall-long", "stall-cluster"},
    Kind.LEFT_OPEN: {"open-end"},
    Kind.LOOP: {"loop"},
    Kind.REACT_NATIVE: {"zone-mismatch"},
    Kind.ODD_TYPES: {"schema-drift"},
    Kind.QUALITY_DROP: {"quality-drop"},
    Kind.QUALITY_SWINGS: {"quality-oscillation", "manual-quality"},
    Kind.RAGE_SEEK: {"rage-seek"},
    Kind.SEEK_STALLS: {"stall-after-seek"},
}


@pytest.mark.parametrize("kind", PROMISES)
def test_a_story_is_found_out(kind: Kind) -> None:
    for seed in range(25):
        findings = found(lived(kind, seed))
        missing = PROMISES[kind] - ids(findings)
        assert missing <= ({"stall-cluster", "stall-long"} if kind is Kind.FATAL_ERROR else set()), (seed, findings)


def test_a_story_is_found_out_by_its_numbers() -> None:
    for seed in range(25):
        simulated = simulate(Kind.SEEK_STALLS, seed)
        (finding,) = [each for each in found(lived(Kind.SEEK_STALLS, seed)) if each.id == "stall-after-seek"]
        assert len(finding.rows) == simulated.truth.seek_stall_count
        simulated = simulate(Kind.QUALITY_SWINGS, seed)
        (finding,) = [each for each in found(lived(Kind.QUALITY_SWINGS, seed)) if each.id == "manual-quality"]
        assert len(finding.rows) == simulated.truth.quality_change_count


CLEAN = (Kind.CLEAN_VOD, Kind.CLEAN_LIVE, Kind.TWO_TRACKS, Kind.PREV_TARCK, Kind.KOREAN_TITLE, Kind.MASKED_IP)


@pytest.mark.parametrize("kind", [*CLEAN, Kind.NEVER_STARTED, Kind.OLD_FORM, Kind.LEFT_PLAYING])
def test_a_clean_session_is_spared(kind: Kind) -> None:
    for seed in range(200 if kind in (Kind.CLEAN_VOD, Kind.CLEAN_LIVE) else 40):
        assert found(lived(kind, seed)) == (), seed


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.LONG, Kind.LIVE_DAY)])
def test_the_simulated_player_does_nothing_impossible(kind: Kind) -> None:
    """Whatever the viewer lives through, the log itself is sound but for what its kind is about."""
    odd = {"open-end", "zone-mismatch", "schema-drift", "missing-start"}
    for seed in range(20):
        assert ids(found(lived(kind, seed))) & DATA_RULES <= odd, seed


def test_the_zone_is_said_in_hours() -> None:
    (finding,) = [each for each in found(lived(Kind.REACT_NATIVE, 1)) if each.id == "zone-mismatch"]
    assert "14 h behind Korean time" in finding.text


def test_drift_names_the_field_and_its_value() -> None:
    texts = [each.text for each in found(lived(Kind.ODD_TYPES, 1)) if each.id == "schema-drift"]
    assert '“result.cdn” is a field that is not known: {"name": "Global Edge", "pop": "icn-2"}' in texts
    assert any(text.startswith("“sessionLog.droppedFrames” is a field that is not known (") for text in texts)


def test_the_documented_example_ends_open_and_has_nothing_else() -> None:
    (finding,) = found(parse_session(DOCUMENTED, UUID))
    assert finding == Finding(
        "open-end",
        "note",
        "The last row is a playing cut short after 0.834 s: a pause, stall, seek or change of quality began then, and "
        "the log never closed it",
        (2,),
        "+0:00",
    )


# Whatever comes


numbers = st.sampled_from((None, 0, 0.5, 5, 60, 61.5, 9999, -3, 1e14, 1e-300, "7", True))
a_row = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "logDate": st.sampled_from((None, "2025-10-08 12:52:00", "1970-01-01 00:00:00", "soon", 7)),
        "logDateUnix": st.integers(0, 6).map(lambda n: str(1_759_895_520_000 + 30_000 * n))
        | st.sampled_from((None, "1")),
        "videoTime": numbers,
        "watchingPercent": numbers,
        "actionType": st.sampled_from(
            [*(kind.word for kind in RowKind), "prev_tarck", "new", None],
        ),
        "actionDuration": numbers,
        "quality": st.sampled_from((None, "240p", "720p", "1080p", "0p", "auto", "99999p", "²p", 5)),
        "errorCode": st.sampled_from((None, "", "E0003", 7)),
        "new": st.none(),
    },
)
some_media = st.lists(
    st.fixed_dictionaries({"videoType": st.sampled_from(("VOD", "LIVE", None)), "duration": numbers}), max_size=3
)
starts = st.fixed_dictionaries(
    {"playerStartTimeSum": numbers, "videoStartTimeSum": numbers, "totalStartTimeSum": numbers}
)
errors = st.lists(st.fixed_dictionaries({"errorCode": st.sampled_from((None, "E0003", 7, []))}), max_size=3)


@given(st.lists(a_row, max_size=14), some_media, starts, errors)
@example([], [], {}, [])
@example([None], [], {}, [None])
@example([{"actionType": "playing"}] * 3, [{}], {}, [])
def test_nothing_makes_a_rule_stumble(rows: list[Any], media: list[Any], start: Any, error: list[Any]) -> None:
    session = parse_session(body({"sessionLog": rows, "media": media, "startTime": start, "error": error}), UUID)
    before = json.dumps(list(session.events.raw))
    findings = found(session)
    assert [SEVERITIES.index(each.severity) for each in findings] == sorted(
        SEVERITIES.index(each.severity) for each in findings
    )
    for each in findings:
        assert each.text and "\n" not in each.text and "None" not in each.text and "nan" not in each.text
        assert len(set(each.rows)) == len(each.rows)
        assert set(each.rows) <= set(range(len(rows)))
        assert SEVERITIES.index(each.severity) >= SEVERITIES.index(RULE[each.id].severity)
        assert each.id not in DATA_RULES or each.severity != "error"
    assert json.dumps(list(session.events.raw)) == before
    playback = playback_of(session)
    assert findings_of(playback, metrics_of(playback), BANDS, index_of(session)) == findings


# A hundred thousand


def test_as_many_tracks_as_rows_are_no_trap() -> None:
    rows = [{"logDateUnix": str(1_759_895_520_000 + n), "actionType": "next_track"} for n in range(20_000)]
    media = [{"videoType": "VOD", "duration": 60}] * (len(rows) + 1)
    session = parse_session(body({"sessionLog": rows, "media": media}), UUID)

    def diagnosed() -> None:
        playback = playback_of(session)
        findings_of(playback, metrics_of(playback))

    assert _best_s(diagnosed, times=1) < 6


@pytest.mark.bench
def test_all_rules_together_cost_a_quarter_of_the_parse() -> None:
    simulated = simulate(Kind.LONG, 1, events=100_000)
    session = parse_session(simulated.body, simulated.uuid)
    playback, index = playback_of(session), index_of(session)
    metrics = metrics_of(playback)
    floor_s = _best_s(lambda: json.loads(simulated.body))
    rules_s = _best_s(lambda: findings_of(playback, metrics, BANDS, index))
    whole_s = _best_s(lambda: findings_of(playback, metrics))
    print(f"json.loads {floor_s:.3f} s; rules {rules_s / floor_s:.2f} of it, with the tally {whole_s / floor_s:.2f}")
    assert rules_s < 0.35 * floor_s


def _best_s(act: Any, times: int = 7) -> float:
    def timed() -> float:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    return min(timed() for _ in range(times))
