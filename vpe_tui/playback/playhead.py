"""Where in the media the playhead was: the part that each row played, and how fast."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple

from vpe_tui.playback.rows import DRIFT, FASTEST, PLACE_S, Rows
from vpe_tui.playback.rules import RuleColumn

FASTEST_OFFERED = 2.1
"""Players offer up to double speed: from a beginning that is only assumed, nothing is faster."""

IN_MS = 1_000
"""A player that writes the playhead in milliseconds (playhead-in-ms)."""


class Played(NamedTuple):
    """The media that a row is about; `speed` is None where no playhead tells."""

    from_s: float | None
    to_s: float | None
    speed: float | None


NOWHERE = Played(None, None, None)


class Parts(NamedTuple):
    """The media that each row is about, in columns. For rows that are not playing: the place before and after."""

    from_s: Sequence[float | None]
    to_s: Sequence[float | None]
    speeds: Mapping[int, float | None]
    """Of the rows of playing that did not simply play on; the others played at speed 1."""
    is_playing: bytes
    """Whether a row is playing, a byte each."""

    def part(self, row: int) -> Played:
        """The part of one row."""
        speed = 1.0 if self.is_playing[row] else None
        return Played(self.from_s[row], self.to_s[row], self.speeds.get(row, speed))


def named_speed(moved_s: float, length_s: float) -> float:
    """1.0 unless the playhead differs from the clock by more than rounding and drift do."""
    if abs(moved_s - length_s) <= PLACE_S + DRIFT * length_s or not length_s:
        return 1.0
    return moved_s / length_s


def played(rows: Rows, meant: RuleColumn) -> Parts:
    """What each row is about. Rows that played on are taken by the column, the others one by one."""
    is_playing = meant.where(lambda rule: rule.state == "playing")
    lengths = [(length or 0) / 1000 for length in rows.length_ms] if rows.untimed else _seconds(rows)
    from_s = list(rows.before_s)
    to_s = [
        (before if now is None else now) if not playing or before is None else before + length
        for playing, before, now, length in zip(is_playing, from_s, rows.place_s, lengths, strict=True)
    ]
    speeds: dict[int, float | None] = {}
    away: float | None = None
    for row in _odd(rows, is_playing, lengths, to_s):
        part, away = _part(rows, row, away)
        from_s[row], to_s[row], speeds[row] = part
    return Parts(from_s, to_s, speeds, is_playing)


def _seconds(rows: Rows) -> list[float]:
    return [length / 1000 for length in rows.length_ms if length is not None]


def _odd(rows: Rows, is_playing: bytes, lengths: Sequence[float], to_s: Sequence[float | None]) -> list[int]:
    """The rows of playing that did not simply play on, and those that seem to reach beyond their item's end."""
    columns = zip(is_playing, rows.before_s, rows.place_s, lengths, count(), strict=False)
    odd = [
        row
        for playing, before, now, length, row in columns
        if playing and (before is None or now is None or abs(now - before - length) > PLACE_S + DRIFT * length)
    ]
    ends = [length for length in rows.item_length_s if length is not None]
    if not ends or max(filter(None, to_s), default=0.0) <= min(ends):
        return odd
    items, most = rows.item, rows.item_length_s
    beyond = [
        row
        for row, (playing, place) in enumerate(zip(is_playing, to_s, strict=True))
        if playing and place is not None and (end := most[items[row]]) is not None and place > end
    ]
    return sorted({*odd, *beyond})


def _part(rows: Rows, row: int, away: float | None) -> tuple[Played, float | None]:
    """The part of the media that a row played, and the place that an advertisement has taken the playhead away from."""
    before, now, length = rows.before_s[row], rows.place_s[row], (rows.length_ms[row] or 0) / 1000
    if now is None:
        known = before is not None
        return (Played(before, before + length, None) if known and before is not None else NOWHERE), away
    if before is None:
        return Played(_back(rows, now, length), now, None), away
    moved = now - before
    if -PLACE_S <= moved <= _farthest(rows, row, length):
        speed = named_speed(moved, length)
        if speed != 1.0 and away is not None and abs(now - length - away) <= PLACE_S + DRIFT * length:
            return Played(away, now, 1.0), None  # midroll-ad: it came back to where it had been
        return Played(before, _reached(rows, row, before + length) if speed == 1.0 else now, speed), away
    return Played(_back(rows, now, length), now, None), before if moved < 0 else away


def _reached(rows: Rows, row: int, place_s: float) -> float:
    """A place that was reached by time: not beyond the item's end, unless the playhead says so."""
    most = rows.item_length_s[rows.item[row]]
    return place_s if most is None else min(place_s, max(most, rows.place_s[row] or 0.0))


def _farthest(rows: Rows, row: int, length_s: float) -> float:
    return (FASTEST_OFFERED if row in rows.assumed else FASTEST) * length_s + PLACE_S


def _back(rows: Rows, now: float, length_s: float) -> float:
    """Where a row that ended here began, at speed 1. LIVE may count from anywhere (live-pts-wrap)."""
    return now - length_s if rows.is_live else max(now - length_s, 0.0)


def is_in_ms(
    places: Sequence[float | None], lengths_ms: Sequence[int | None], letters: bytes, longest_s: float | None
) -> bool:
    """Whether `videoTime` came in milliseconds: beyond every item's length, and a thousand times as fast as time."""
    farthest = max(filter(None, places), default=0.0)
    if not longest_s or not 2 * longest_s < farthest <= IN_MS * (longest_s + PLACE_S):
        return False
    moved = [
        (now - before) / length
        for letter, before, now, length in zip(letters[1:], places, places[1:], lengths_ms[1:], strict=False)
        if letter in b"pa" and before is not None and now is not None and length
    ]
    return any(IN_MS / FASTEST / 1000 <= each <= IN_MS * FASTEST / 1000 for each in moved)
