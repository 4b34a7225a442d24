"""A window as a whole: outcomes by the list and by the logs, what is read, the numbers, and what is said of it."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest

from tests.unit.triage.made import FROM_MS, HOUR_MS, asked, listed, read, window
from vpe_tui.fleet.triage import sentences
from vpe_tui.fleet.triage.numbers import MOST_COLUMNS, histogram, percentile
from vpe_tui.fleet.triage.outcome import BadIs, bad_is, by_list, by_log, is_in_progress, trouble
from vpe_tui.fleet.triage.sampling import LEAST_GOOD, reading_plan, seed_of, shuffled
from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession, as_listed
from vpe_tui.fleet.triage.triage import Asked, Triage, reading_plan_of, triage
from vpe_tui.qoe.bands import BANDS
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.text.times import KST

GOOD = ListedSession("u", FROM_MS, False, 1.0, 0.0, 600.0, False, {})
FAIR_START_S, FAIR_RATIO = BANDS.video_startup_s.fair, BANDS.rebuffering_ratio.fair


def is_planted(own: dict[str, str]) -> bool:
    return own["user.isp"] == "Viettel Group"


def of(sessions: Sequence[ReadSession], day_before: Sequence[ReadSession] | None = None, **changed: object) -> Triage:
    """The triage of sessions that were all read."""
    before = None if day_before is None else [listed(each) for each in day_before]
    return triage([listed(each) for each in sessions], {each.uuid: each for each in sessions}, before, asked(**changed))


def said(found: Triage) -> str:
    parts = (sentences.summary(found, KST), sentences.shared(found), sentences.hit(found))
    return " ".join(part for part in (*parts, *sentences.reservations(found, KST)) if part)


@pytest.mark.parametrize(
    ("row", "poor", "failed"),
    [
        (GOOD, "good", "good"),
        (GOOD._replace(is_error=True), "bad", "bad"),
        (GOOD._replace(start_s=FAIR_START_S), "good", "good"),
        (GOOD._replace(start_s=FAIR_START_S + 0.1), "bad", "good"),
        (GOOD._replace(rebuffering_s=FAIR_RATIO * 100, playing_s=(1 - FAIR_RATIO) * 100), "good", "good"),
        (GOOD._replace(rebuffering_s=FAIR_RATIO * 100 + 1, playing_s=(1 - FAIR_RATIO) * 100), "bad", "good"),
        (GOOD._replace(is_app=True, start_s=60.0), "unknown", "good"),
        (GOOD._replace(is_app=True, is_error=True), "bad", "bad"),
        (GOOD._replace(start_s=0.0, playing_s=0.0), "good", "good"),
    ],
)
def test_bad_by_the_list(row: ListedSession, poor: str, failed: str) -> None:
    assert by_list(row, BadIs("poor"), BANDS) == poor
    assert by_list(row, BadIs("failed"), BANDS) == failed


def test_bad_by_the_log() -> None:
    failed, poor, good = read(1, "failed"), read(2, "poor"), read(3)
    assert [by_log(each, BadIs("poor")) for each in (failed, poor, good)] == ["bad", "bad", "good"]
    assert [by_log(each, BadIs("failed")) for each in (failed, poor, good)] == ["bad", "good", "good"]
    assert [by_log(each, BadIs("E0003")) for each in (failed, poor, good)] == ["bad", "good", "good"]
    assert by_log(failed, BadIs("E0004")) == "good"
    assert by_log(good._replace(band=""), BadIs("poor")) == "unknown"
    assert by_log(good._replace(verdict="in-progress"), BadIs("poor")) == "unknown"
    assert trouble(failed, BANDS) == "E0003 network error"
    assert trouble(poor, BANDS) == "rebuffering ratio"


def test_what_bad_is_can_be_said() -> None:
    assert [bad_is(text).id for text in ("failed", "POOR", "e0003", "X-17")] == ["failed", "poor", "E0003", "X-17"]
    assert all(bad_is(text).text for text in ("failed", "poor", "E0003"))
    for text in ("", "slow", "E0003; rm"):
        with pytest.raises(ValueError, match="failed, poor"):
            bad_is(text)


def test_what_goes_on_is_good_so_far_and_no_example() -> None:
    end_ms = FROM_MS + 601_000
    assert is_in_progress(GOOD, end_ms + SILENT_MS - 1) and not is_in_progress(GOOD, end_ms + SILENT_MS)
    assert not is_in_progress(GOOD._replace(began_ms=None), end_ms)
    sessions = [read(n, "failed" if n < 20 else "") for n in range(200)]
    found = of(sessions, answered_ms=FROM_MS + 102_000 + SILENT_MS)
    assert found.counts.in_progress and found.numbers.judged == 200
    assert found.counts.good_read == 180 - found.counts.in_progress
    assert "may still go on" in said(found)


def test_everything_is_read_where_it_is_not_too_much() -> None:
    sessions = [listed(each) for each in window(300, 1)]
    plan = reading_plan_of(sessions, asked())
    assert plan.is_whole and len(plan.wanted) == 300 and not plan.spares


@pytest.mark.parametrize(("bad", "unknown", "good", "read_bad", "read_good"), [
    (10, 0, 2_000, 10, LEAST_GOOD),
    (80, 0, 2_000, 80, 320),
    (150, 0, 2_000, 150, 350),
    (900, 0, 2_000, 300, 200),
    (900, 0, 0, 500, 0),
    (0, 0, 2_000, 0, LEAST_GOOD),
    (50, 2_000, 2_000, 50, 200),
    (50, 30, 2_000, 50, 200),
])  # fmt: skip
def test_what_is_read(bad: int, unknown: int, good: int, read_bad: int, read_good: int) -> None:
    kinds = [
        [GOOD._replace(uuid=f"{kind}{n}") for n in range(count)]
        for kind, count in (("b", bad), ("u", unknown), ("g", good))
    ]
    plan = reading_plan(*kinds, [], 500, "seed")
    kind_of = [row.uuid[0] for row in plan.wanted]
    assert (kind_of.count("b"), kind_of.count("g")) == (read_bad, read_good)
    for kind in "bug":
        halfway = kind_of[: len(kind_of) // 2].count(kind)
        assert abs(halfway - kind_of.count(kind) / 2) <= 2, "who looks halfway sees half of every kind"
    uuids = [row.uuid for row in (*plan.wanted, *plan.spares)]
    assert len(plan.wanted) <= 500 and len(set(uuids)) == len(uuids)
    assert reading_plan(*(list(reversed(each)) for each in kinds), [], 500, "seed") == plan
    assert bad < 900 or reading_plan(*kinds, [], 500, "other") != plan


def test_the_seed_is_the_question_and_tells_nothing_of_it() -> None:
    assert seed_of(1, 2, None, "LIVE") == seed_of("1", "2", None, "LIVE") != seed_of(1, None, 2, "LIVE")
    assert len(seed_of(*map(str, range(5_000)))) == 16 and "203.0.113.77" not in seed_of("203.0.113.77")
    rows = [GOOD._replace(uuid=f"{n}") for n in range(50)]
    assert shuffled(rows, "a") == shuffled(rows[::-1], "a") != shuffled(rows, "b")


def test_sampled_good_ones_stand_for_the_others() -> None:
    sessions = window(3_000, 4, base=0.02, rate=0.5, planted=is_planted)
    rows = [listed(each) for each in sessions]
    plan = reading_plan_of(rows, asked())
    by_uuid = {each.uuid: each for each in sessions}
    found = triage(rows, {row.uuid: by_uuid[row.uuid] for row in plan.wanted}, None, asked())
    cause = found.causes.found[0]
    assert cause.group.values == ("Viettel Group",) and cause.is_loud and cause.counts.is_estimate
    truly = [each for each in sessions if is_planted(dict(each.attributes))]
    assert cause.counts.total == pytest.approx(len(truly), rel=0.15)
    assert found.is_sample and "≈" in said(found)
    counted = {each.group: each.counts for each in found.causes.tried}
    ios = counted[("user.os_family",), ("iOS",)]
    assert not ios.is_estimate, "the list tells it"
    assert ios.total == sum(each.attributes["user.os_family"] == "iOS" for each in sessions)


def test_a_pair_is_told_from_its_values_though_few_good_ones_were_read() -> None:
    def planted(own: dict[str, str]) -> bool:
        return own["user.isp"] == "Viettel Group" and own["player.playerVersion"] == "rn-0.1.27"

    sessions = window(4_000, 3, base=0.01, rate=0.95, planted=planted)
    rows, by_uuid = [listed(each) for each in sessions], {each.uuid: each for each in sessions}
    wanted = reading_plan_of(rows, asked()).wanted
    found = triage(rows, {row.uuid: by_uuid[row.uuid] for row in wanted}, None, asked())
    assert found.loud[0].group.values == ("rn-0.1.27", "Viettel Group")
    assert found.loud[0].counts.rate == pytest.approx(0.95, abs=0.1)


def apps_among(
    count: int, seed: int, share: float, rate: float = 0.06
) -> tuple[list[ListedSession], list[ReadSession]]:
    """Sessions that are poor in one proportion, of which some are apps': the list does not tell of those."""
    rng = Random(seed)
    sessions, rows = [], []
    for number in range(count):
        is_app = rng.random() < share
        own = {"player__playerVersion": f"rn-{rng.randrange(2)}" if is_app else f"1.{rng.randrange(4)}"}
        own |= {"media__title": f"title {rng.randrange(9)}", "user__os_family": "iOS" if is_app else "Windows"}
        made = read(number, "poor" if rng.random() < rate else "", **own)
        sessions.append(made._replace(lived_s=60 + rng.expovariate(1 / 900)))
        rows.append(listed(made)._replace(is_app=is_app, rebuffering_s=0.0 if is_app else listed(made).rebuffering_s))
    return rows, sessions


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_that_more_apps_are_read_than_others_makes_neither_look_worse(share: float) -> None:
    named = []
    for seed in range(4):
        rows, sessions = apps_among(2_000, seed, share)
        by_uuid = {each.uuid: each for each in sessions}
        wanted = reading_plan_of(rows, asked()).wanted
        found = triage(rows, {row.uuid: by_uuid[row.uuid] for row in wanted}, None, asked())
        assert len(wanted) <= 500 and found.counts.not_judged
        named += found.causes.found
    assert len(named) <= 1


def test_what_breaks_an_app_is_named_among_all() -> None:
    rows, sessions = apps_among(1_500, 1, 0.1, 0.02)
    broken = {
        each.uuid for each in sessions if each.attributes["player.playerVersion"] == "rn-0" and each.lived_s > 100
    }
    sessions = [each._replace(band="poor") if each.uuid in broken else each for each in sessions]
    by_uuid = {each.uuid: each for each in sessions}
    wanted = reading_plan_of(rows, asked()).wanted
    found = triage(rows, {row.uuid: by_uuid[row.uuid] for row in wanted}, None, asked())
    assert [cause.group.values for cause in found.loud] == [("rn-0",)]
    assert found.causes.found[0].counts.total == pytest.approx(75, rel=0.3)


def test_what_cannot_be_read_is_counted_and_never_good() -> None:
    sessions = window(400, 5, rate=0.7, planted=is_planted)
    rows = [listed(each) for each in sessions]
    failed = {each.uuid: "HTTP 500" for each in sessions[::7]}
    left = {each.uuid: each for each in sessions if each.uuid not in failed}
    found = triage(rows, left, None, asked(), failed)
    assert found.counts.unread == len(failed) and found.failed == failed
    assert found.counts.bad == sum(each.band == "poor" for each in sessions), "a bad one counts as bad"
    assert found.counts.good_read + found.counts.bad_read == len(left)
    assert not found.causes.found[0].counts.is_estimate
    assert f"{len(failed)} sessions could not be read." in said(found)


def test_the_list_alone_tells_how_many_and_since_when() -> None:
    rows = [listed(each) for each in window(400, 5)]
    found = triage(rows, {}, None, asked())
    assert found.counts.read == 0 and found.numbers.bad and found.causes.found == ()
    assert sentences.shared(found) == sentences.hit(found) == ""
    assert sentences.summary(found, KST).startswith(f"{found.numbers.bad} of 400 sessions are bad by the list (")


def test_the_sentences_name_a_cause_the_normal_and_the_step() -> None:
    calm = window(400, 8, base=0.02)
    trouble_began = 250
    broken = window(400, 9, rate=0.9, planted=is_planted)
    sessions = [*calm[:trouble_began], *broken[trouble_began:]]
    found = of(sessions, window(380, 10, base=0.02))
    text = said(found)
    assert "a day before" in text and "more among those that began since" in text and "and still" in text
    assert "with ISP Viettel Group are bad" in text and "as often as the others" in text
    assert "What happened: E0003 network error" in text and "addresses." in text
    assert text.endswith("no proof of a cause.")
    assert found.since and found.since.began.from_ms <= FROM_MS + trouble_began * 1_000 <= found.since.began.to_ms


@pytest.mark.parametrize(("bad", "says"), [
    (0, "None of 40 sessions is bad by the list."),
    (1, "1 of 40 sessions is bad by the list (2.5 %). One bad session alone tells nothing of a cause."),
    (2, "2 of 40 sessions are bad by the list (5.0 %). They are too few to say what they share."),
    (4, "4 of 40 sessions are bad by the list (10 %). They are too few to say what they share."),
    (40, "All 40 sessions are bad by the list. There is no good one to compare with."),
])  # fmt: skip
def test_few_and_all(bad: int, says: str) -> None:
    assert said(of([read(n, "failed" if n < bad else "") for n in range(40)])).startswith(says)


def test_nothing_loud_says_how_much_was_tried_and_that_there_is_no_clear_start() -> None:
    found = of(window(300, 11, base=0.08))
    assert f"They share nothing that is beyond chance ({len(found.causes.tried):,} values and pairs tried)." in said(
        found
    )
    assert "with no clear start" in said(found)


def test_what_is_not_told_aloud_says_why() -> None:
    others = window(200, 5)
    own = {**others[0].attributes, "user.screen": "2048x1536"}
    again = [read(1_000 + n, "failed", address="198.51.100.9")._replace(attributes=own) for n in range(40)]
    assert "are bad, most of them one viewer's." in said(of([*others, *again]))
    mild = [read(n, "poor" if n % 10 < (7 if n % 2 else 4) else "", user__device="AB"[n % 2]) for n in range(400)]
    text = said(of(mild))
    assert "Nothing that they share stands out." in text and "as often as the others: that may always be so." in text


def test_rows_without_a_uuid_are_counted_and_not_asked_for() -> None:
    rows = [GOOD._replace(uuid=uuid, is_error=True) for uuid in ("", "", "../secret")]
    assert triage(rows, {}, None, asked()).numbers.bad == 3
    assert reading_plan_of(rows, asked()).wanted == ()


def test_nothing_listed() -> None:
    found = of([])
    assert said(found) == "No session is listed from 2026-09-21 23:13:20 to 2026-09-22 00:13:20 KST."
    assert found.numbers.rate is None and found.since is None and found.addresses is None


def test_a_list_that_is_cut_says_so() -> None:
    found = of(window(50, 1), back_to_ms=FROM_MS, cut_at_ms=(FROM_MS,))
    assert "The list is cut: it goes back to 2026-09-21 23:13:20 only." in said(found)
    assert "There are more sessions of 23:13:20: the API lists 100 of one second at most." in said(found)


def test_saved_answers_are_judged_by_their_logs() -> None:
    sessions = window(600, 12, rate=0.8, planted=is_planted)
    rows = [as_listed(each) for each in sessions]
    found = triage(rows, {each.uuid: each for each in sessions}, None, asked(is_listed=False))
    assert found.numbers.bad == found.counts.bad_read == sum(each.band == "poor" for each in sessions)
    assert "by the list" not in said(found) and "≈" not in said(found), "every one was read, however many"


def test_what_is_known_halfway_is_said_to_be() -> None:
    sessions = window(300, 3, rate=0.9, planted=is_planted)
    some = reading_plan_of(map(listed, sessions), asked()).wanted[:150]
    by_uuid = {each.uuid: each for each in sessions}
    found = triage([listed(each) for each in sessions], {row.uuid: by_uuid[row.uuid] for row in some}, None, asked())
    assert sentences.shared(found).startswith("So far, with 150 of 300 read: ")
    assert all("So far" not in text for text in (sentences.summary(found, KST), sentences.hit(found)))
    whole = triage([listed(each) for each in sessions], by_uuid, None, asked())
    assert "So far" not in sentences.shared(whole)


def test_a_code_is_judged_by_the_logs_that_were_read() -> None:
    sessions = [read(n, "failed" if n < 30 else "poor" if n < 40 else "") for n in range(200)]
    sessions = [each._replace(error_code="E0004") if n < 10 else each for n, each in enumerate(sessions)]
    found = of(sessions, sessions, bad_is=BadIs("E0003"))
    assert found.numbers.bad == found.counts.bad_read == 20
    assert found.baseline is None, "no list tells a code"
    unread = triage([listed(each) for each in sessions], {}, None, asked(bad_is=BadIs("E0003")))
    assert (unread.numbers.bad, unread.counts.not_judged) == (0, 30), "an error that was not read is not yet that one"
    assert sentences.summary(unread, KST) == "30 of 200 sessions failed; their logs tell which ended in E0003."
    plan = reading_plan_of(map(listed, sessions), asked(bad_is=BadIs("E0003"), most_read=60))
    assert len(plan.wanted) == 60
    assert {each.uuid for each in plan.wanted} >= {each.uuid for each in sessions[:30]}, "and is read, whatever is not"


def test_the_order_of_the_rows_does_not_matter_and_the_later_row_of_a_session_counts() -> None:
    sessions = window(150, 13, rate=0.8, planted=is_planted)
    rows = [listed(each) for each in sessions]
    early = [row._replace(playing_s=1.0, rebuffering_s=0.0) for row in rows[:20]]
    known = {each.uuid: each for each in sessions}
    assert triage([*early, *rows], known, None, asked()) == triage([*rows[::-1], *early], known, None, asked())
    assert triage([*early, *rows], known, None, asked()).counts.listed == 150


def test_the_worst_come_first() -> None:
    def row(uuid: str, **changed: object) -> ListedSession:
        return GOOD._replace(uuid=uuid, **changed)

    rows = [
        row("good, older"),
        row("good, newer", began_ms=FROM_MS + 1),
        row("slow start", start_s=9.0),
        row("half stalled", rebuffering_s=600.0),
        row("failed, older", is_error=True),
        row("failed, newer", is_error=True, began_ms=FROM_MS + 1),
    ]
    found = [each.row.uuid for each in triage(rows, {}, None, asked()).sessions]
    assert found == ["failed, newer", "failed, older", "half stalled", "slow start", "good, newer", "good, older"]


def test_the_numbers_of_the_list() -> None:
    rows = [
        GOOD._replace(uuid="1", start_s=1.0),
        GOOD._replace(uuid="2", start_s=3.0, rebuffering_s=60.0, playing_s=540.0),
        GOOD._replace(uuid="3", is_error=True, playing_s=0.0, start_s=0.0),
        GOOD._replace(uuid="4", is_error=True, playing_s=10.0, start_s=2.0),
        GOOD._replace(uuid="5", is_app=True, start_s=900.0, rebuffering_s=900.0),
    ]
    found = triage(rows, {}, rows[:2], asked())
    numbers = found.numbers
    assert (numbers.listed, numbers.judged, numbers.bad) == (5, 4, 3)
    assert (numbers.failed_to_start, numbers.broke_off, numbers.poor) == (1, 1, 1)
    assert (numbers.start_p50_s, numbers.start_p95_s) == (2.0, 3.0)
    assert numbers.rebuffering_ratio == 60 / (60 + 600 + 540 + 10)
    assert found.baseline and found.baseline.rate == 0.5
    assert percentile([], 0.5) is None
    assert "The list does not tell how 1 session of apps went." in said(found)


@pytest.mark.parametrize("hours", [0.01, 0.3, 1, 1.01, 2, 6, 24, 24 * 31])
def test_the_histogram_holds_every_session_of_the_window(hours: float) -> None:
    to_ms = FROM_MS + round(hours * HOUR_MS)
    began = [(FROM_MS + (to_ms - FROM_MS) * place // 99, place % 3 == 0) for place in range(100)]
    columns = histogram([*began, (FROM_MS - 1, True), (to_ms + 1, True)], FROM_MS, to_ms)
    assert 0 < len(columns) <= MOST_COLUMNS
    assert sum(column.good + column.bad for column in columns) == 100
    assert columns[0].from_ms <= FROM_MS
    widths = {after.from_ms - before.from_ms for before, after in pairwise(columns)}
    assert len(widths) <= 1


def test_a_session_in_another_zone_is_placed_by_its_log() -> None:
    sessions = [read(n, "failed" if n > 30 else "") for n in range(60)]
    rows = [listed(each)._replace(began_ms=(each.began_ms or 0) + 9 * HOUR_MS) for each in sessions]
    found = triage(rows, {each.uuid: each for each in sessions}, None, asked(answered_ms=FROM_MS + 20 * HOUR_MS))
    assert sum(column.good + column.bad for column in found.columns) == 60


def test_a_redacted_group_tells_no_network_and_no_region() -> None:
    sessions = [read(n, "failed" if n < 20 else "", user__network="203.0.113.0/24" if n < 22 else "198.51.100.0/24")
                for n in range(100)]  # fmt: skip
    found = of(sessions)
    assert "network 203.0.113.0/24" in sentences.shared(found)
    assert "with 1 network are bad" in sentences.shared(found, is_redacted=True)
    assert "203.0.113" not in sentences.shared(found, is_redacted=True)


def test_numbers_as_text() -> None:
    assert [sentences.share(each) for each in (None, 0, 0.051, 0.86, 1)] == ["–", "0 %", "5.1 %", "86 %", "100 %"]
    assert [sentences.times(each) for each in (None, 2.44, 43.2)] == ["all of them", "2.4 ×", "43 ×"]
    chances = (1e-12, 2.3e-5, 0.0042, 0.31, 1.0)
    assert [sentences.chance_text(each) for each in chances] == ["< 1e-9", "2e-5", "0.004", "0.3", "1"]


def test_asked_is_a_value() -> None:
    assert asked() == asked() and isinstance(asked(), Asked)
