"""What bad sessions share: a planted cause is named, nothing planted is quiet, and nothing hangs on the order."""

from random import Random

import pytest

from tests.unit.triage.made import read, table, window
from vpe_tui.fleet.triage.causes import causes_of
from vpe_tui.fleet.triage.sessions import ReadSession


def names(sessions: list[ReadSession]) -> list[tuple[str, ...]]:
    return [cause.group.values for cause in causes_of(table(sessions)).found if cause.is_loud]


def test_a_planted_value_is_named() -> None:
    found = causes_of(table(window(300, 1, rate=0.8, planted=lambda own: own["user.isp"] == "Viettel Group"))).found
    assert found[0].group == (("user.isp",), ("Viettel Group",))
    assert found[0].is_loud and found[0].p_adjusted < 1e-6
    assert found[0].log10_p < -6
    assert found[0].counts.bad + found[0].counts.rest_bad == sum(
        each.band == "poor" for each in window(300, 1, rate=0.8, planted=lambda own: own["user.isp"] == "Viettel Group")
    )


def test_a_planted_pair_is_named_with_its_two_values_as_wider_ones() -> None:
    def planted(own: dict[str, str]) -> bool:
        return own["player.playerVersion"] == "rn-0.1.27" and own["user.os_family"] == "iOS"

    cause = causes_of(table(window(500, 2, rate=0.9, planted=planted))).found[0]
    assert cause.group == (("player.playerVersion", "user.os_family"), ("rn-0.1.27", "iOS"))
    assert [wider.group.values for wider in cause.wider] == [("rn-0.1.27",), ("iOS",)]
    assert all(wider.counts.total > cause.counts.total for wider in cause.wider)


def test_two_causes_are_two_and_the_second_is_counted_without_the_first() -> None:
    def planted(own: dict[str, str]) -> bool:
        return own["user.isp"] == "Viettel Group" or own["media.title"] == "Episode 3"

    first, second = causes_of(table(window(600, 3, rate=0.8, planted=planted))).found[:2]
    assert {first.group.values, second.group.values} == {("Viettel Group",), ("Episode 3",)}
    assert second.counts.total + second.counts.rest_total == 600 - first.counts.total


@pytest.mark.parametrize("seed", range(12))
def test_nothing_planted_is_quiet(seed: int) -> None:
    assert names(window(200, 100 + seed, base=0.08)) == []


def test_one_viewer_who_reloads_forty_times_is_never_loud() -> None:
    others = window(200, 5)
    own = {**others[0].attributes, "user.screen": "2048x1536"}
    again = [read(1_000 + n, "failed", address="198.51.100.9")._replace(attributes=own) for n in range(40)]
    found = causes_of(table([*others, *again])).found
    assert found and not any(cause.is_loud for cause in found)
    assert found[0].is_one_viewer and found[0].addresses == 1
    hidden = [each._replace(address="") for each in again]
    found = causes_of(table([*others, *hidden])).found
    assert found and not any(cause.is_loud for cause in found), "one that looks the same counts as the same"
    assert found[0].addresses is None


def test_forty_viewers_who_look_the_same_are_loud() -> None:
    others = window(200, 5)
    own = {**others[0].attributes, "user.screen": "2048x1536"}
    several = [read(1_000 + n, "failed")._replace(attributes=own) for n in range(40)]
    assert causes_of(table([*others, *several])).found[0].is_loud


@pytest.mark.parametrize("bad", [0, 1, 2, 4])
def test_too_few_are_not_explained(bad: int) -> None:
    sessions = [read(n, "failed" if n < bad else "", user__isp="A" if n < bad else "B") for n in range(50)]
    assert causes_of(table(sessions)).found == ()


def test_all_bad_share_nothing() -> None:
    assert causes_of(table([read(n, "failed", user__isp=f"{n % 3}") for n in range(50)])).found == ()


def test_none_read_shares_nothing() -> None:
    assert causes_of(table([])) == ((), (), (), 1)


def test_what_is_missing_is_no_candidate_but_counted() -> None:
    """The 20 bad ones lack an ISP: that is nothing that they share."""
    sessions = [read(n, "failed" if n < 20 else "", **({} if n < 20 else {"user__isp": "A"})) for n in range(100)]
    assert causes_of(table(sessions)).found == ()
    sessions = [
        read(n, "failed" if n < 20 else "", **({"user__isp": "B" if n < 25 else "A"} if n % 5 else {}))
        for n in range(100)
    ]
    assert causes_of(table(sessions)).found[0].unknown == 20


def test_values_of_the_same_sessions_are_one_candidate_named_by_the_plainest() -> None:
    sessions = [
        read(n, "failed" if n < 12 else "", user__screen="9x9" if n < 15 else "1x1", player__playerVersion=str(n < 15))
        for n in range(100)
    ]
    cause = causes_of(table(sessions)).found[0]
    assert cause.group == (("player.playerVersion",), ("True",))
    assert [each.group.values for each in cause.same_as] == [("9x9",)]


def test_the_order_of_the_sessions_does_not_matter_and_it_says_the_same_again() -> None:
    sessions = window(250, 7, rate=0.6, planted=lambda own: own["media.host"] == "edge2.example.com")
    first = causes_of(table(sessions))
    for seed in range(3):
        Random(seed).shuffle(sessions)
        assert causes_of(table(sessions)) == first


def test_other_names_of_the_values_are_other_names_of_the_same_causes() -> None:
    sessions = window(250, 7, rate=0.7, planted=lambda own: own["media.host"] == "edge2.example.com")
    renamed = [
        each._replace(attributes={path: value[::-1] for path, value in each.attributes.items()}) for each in sessions
    ]
    assert names(renamed) == [tuple(value[::-1] for value in values) for values in names(sessions)] != []


def test_the_same_outcomes_dealt_out_at_random_share_nothing() -> None:
    sessions = window(250, 7, rate=0.7, planted=lambda own: own["media.host"] == "edge2.example.com")
    assert names(sessions)
    loud = 0
    for seed in range(12):
        dealt = [each.attributes for each in sessions]
        Random(seed).shuffle(dealt)
        loud += bool(names([each._replace(attributes=own) for each, own in zip(sessions, dealt, strict=True)]))
    assert loud <= 1


def test_who_watches_longer_meets_more_and_that_is_no_cause() -> None:
    """Films of two hours and clips of two minutes, the same trouble an hour for everybody."""
    loud = 0
    for seed in range(10):
        rng, sessions = Random(seed), []
        for number in range(400):
            is_film = rng.random() < 0.3
            lived_s = rng.uniform(4_000, 7_200) if is_film else rng.uniform(60, 300)
            bad = "poor" if rng.random() < 1 - 2.718 ** (-0.3 * lived_s / 3_600) else ""
            title = f"film {number % 3}" if is_film else f"clip {number % 7}"
            sessions.append(read(number, bad, media__title=title)._replace(lived_s=lived_s))
        loud += any(cause.is_loud for cause in causes_of(table(sessions)).found)
    assert loud == 0


def test_a_failure_does_not_hide_in_its_own_shortness() -> None:
    """Nearly all of a group fail at once: every short session is one of them, and they are the cause all the same."""
    sessions = [read(n, "failed" if n < 45 else "", user__isp="A" if n < 50 else f"B{n % 4}") for n in range(150)]
    assert names(sessions) == [("A",)]


def test_what_may_be_chance_is_told_and_not_aloud() -> None:
    titled = (0, 10, 20, *range(31, 40), 41, 42, 43)
    sessions = [read(n, "" if n % 10 else "poor", media__title="A" if n in titled else "B") for n in range(80)]
    found = causes_of(table(sessions))
    assert [each.group.values for each in found.maybe_chance] == [("A",)]
    assert not found.found
    assert len(found.tried) == 2
