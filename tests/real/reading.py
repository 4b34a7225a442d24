"""The sums of spans and of a truth, side by side."""

from dataclasses import dataclass

from tests.real.truth import LOGS, Truth, rows
from vpe_tui.playback import sums
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.session.parse import parse_session

UUID = "00000000-0000-4000-8000-000000000000"


@dataclass
class Sums:
    """Seconds; lists have one for each."""

    playing: float
    stalls: list[float]
    unlogged: float
    paused: float
    seeks: list[float]
    content: float | None
    unknown: float = 0.0


def playback(name: str) -> Playback:
    """A log, read."""
    return playback_of(parse_session((LOGS / f"{name}.json").read_bytes(), UUID))


def of_spans(read: Playback) -> Sums:
    stalls = sums.stalls(read)
    return Sums(
        playing=sums.state_ms(read, "playing") / 1000,
        stalls=[span.length_ms / 1000 for span in (*stalls.own, *stalls.seek_induced)],
        unlogged=sums.unlogged_wait_ms(read) / 1000,
        paused=sums.state_ms(read, "paused") / 1000,
        seeks=[span.length_ms / 1000 for span in sums.seeks(read)],
        content=sums.content_watched_s(read),
        unknown=sums.state_ms(read, "unknown") / 1000,
    )


def of_truth(truth: Truth) -> Sums:
    return Sums(
        playing=truth.total("playing"),
        stalls=truth.lengths("stalled", 0.1),
        unlogged=0.0,
        paused=truth.total("paused"),
        seeks=truth.lengths("seeking"),
        content=truth.content_s,
    )


def of_words(name: str) -> Sums:
    """The rows at their word: what was told before there were spans."""
    log = rows(name)

    def lengths(word: str) -> list[float]:
        return [float(row["actionDuration"] or 0) for row in log if row["actionType"] == word]

    paused = sum(lengths("paused"))
    return Sums(sum(lengths("playing")), lengths("rebuffering"), 0.0, paused, lengths("seeking"), None)
