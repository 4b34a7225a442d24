"""Where two sessions are laid side by side: at which moment of each the common clock says 0."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.playback import Playback
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import composed

Align = Literal["picture", "start", "playhead", "clock"]

ALIGNED_AT: Mapping[Align, str] = {
    "picture": "the first picture",
    "start": "the player's start",
    "playhead": "the playhead",
    "clock": "the wall clock",
}
"""Each way to align, in words."""


class Alignment(NamedTuple):
    """How two sessions are aligned, why, and the moment of each that is 0, epoch ms on its corrected clock."""

    align: Align
    because: str
    zeros_ms: tuple[int, int]


def alignments(a: Playback, b: Playback) -> list[Alignment]:
    """The ways in which two sessions can be aligned, the one to begin with first."""
    start = Alignment("start", _why_start(a, b), (_start_ms(a), _start_ms(b)))
    found = [start]
    pictures = first_picture_ms(a), first_picture_ms(b)
    if pictures[0] is not None and pictures[1] is not None:
        found.insert(0, Alignment("picture", "both had a first picture", (pictures[0], pictures[1])))
    media = _media_start_ms(a), _media_start_ms(b)
    if _is_one_title(a, b) and media[0] is not None and media[1] is not None:
        found.append(Alignment("playhead", "both play the same title", (media[0], media[1])))
    if overlap(a, b):
        zero_ms = min(a.begin_ms, b.begin_ms)
        clock = Alignment("clock", "both were on at the same time", (zero_ms, zero_ms))
        is_live = a.session.is_live and b.session.is_live
        found.insert(
            0 if is_live else len(found), clock._replace(because="both were live at once") if is_live else clock
        )
    return found


def first_picture_ms(playback: Playback) -> int | None:
    """When the first picture was there: at the end of the startup, or where playing begins; None where neither is."""
    startup = sums.of_rule(playback, "startup")
    if len(startup):
        return playback.spans.ends_ms(startup.places[:1])[0]
    return next((point.at_ms for point in playback.points if point.rule == "startup"), _plays_from_ms(playback))


def overlap(a: Playback, b: Playback) -> bool:
    """Whether two sessions were on at the same time."""
    return max(a.begin_ms, b.begin_ms) < min(_end_ms(a), _end_ms(b))


def _plays_from_ms(playback: Playback) -> int | None:
    playing = sums.in_state(playback, "playing")
    return playing.starts_ms[0] if len(playing) else None


def _media_start_ms(playback: Playback) -> int | None:
    """When the first second of the media was on, or would have been for who began later in it."""
    for span in sums.in_state(playback, "playing"):
        if span.from_s is not None:
            return span.start_ms - round(span.from_s * 1000)
    return None


def _start_ms(playback: Playback) -> int:
    kinds = playback.session.events.kinds
    row = next((row for row in playback.order if kinds[row] is Kind.PLAYER_START), None)
    return playback.begin_ms if row is None else playback.corrected_start_ms[row]


def _end_ms(playback: Playback) -> int:
    return max(playback.corrected_end_ms, default=0)


def _why_start(a: Playback, b: Playback) -> str:
    never = [letter for letter, each in (("A", a), ("B", b)) if first_picture_ms(each) is None]
    return f"{' and '.join(never)} never had a picture" if never else "both have a start"


def _is_one_title(a: Playback, b: Playback) -> bool:
    titles = [composed(each.session.media[0].title or "") if each.session.media else "" for each in (a, b)]
    return bool(titles[0]) and titles[0] == titles[1] and not (a.session.is_live or b.session.is_live)
