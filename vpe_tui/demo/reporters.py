"""The mobile players' reporters: one life, as the simulated player lived it, in the rows that each of them writes.

The simulated player's own rows are the web player's: an action each, written when it is over. The others write the
time since their last row, whatever they call it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from vpe_tui.demo.playback import Player, Row

Dialect = Literal["web", "react-native", "android"]

ECHO_MS, CLOSES_MS = 6, 8
HEARTBEAT_MS = 60_000
LEAST_WAIT_MS = 300
"""A shorter wait for data makes no event of its own."""


class Moment(NamedTuple):
    """What was lived through: an action, and what stood around it."""

    row: Row
    before: Row | None
    after: str
    """The next action; empty where the app was closed in this one."""
    player: Player

    @property
    def began_ms(self) -> int:
        return self.row.ended_ms - self.row.lasted_ms

    @property
    def is_first_picture(self) -> bool:
        """Whether it is of the first item; a track change brings others."""
        return self.before is not None and self.before.action == "player_start"


Writes = Mapping[str, Callable[[Moment], Iterator[Row]]]
"""What a reporter writes of each action."""


def web(player: Player) -> Sequence[Row]:
    """The rows as the player wrote them."""
    return player.rows


def _reported(writes: Writes) -> Callable[[Player], Sequence[Row]]:
    def rows(player: Player) -> Sequence[Row]:
        return [row for moment in _moments(player) for row in writes[moment.row.action](moment)]

    return rows


def _moments(player: Player) -> Iterator[Moment]:
    """The player's actions, a stretch of playing as one."""
    lived: list[Row] = []
    for row in player.rows:
        if row.action == "playing" and lived and lived[-1].action == "playing":
            row = row._replace(lasted_ms=row.lasted_ms + lived.pop().lasted_ms)
        lived.append(row)
    last = "paused" if player.left_open else ""
    for place, row in enumerate(lived):
        after = lived[place + 1].action if place + 1 < len(lived) else last
        yield Moment(row, lived[place - 1] if place else None, after, player)


def _takes_no_time(moment: Moment) -> Iterator[Row]:
    yield moment.row._replace(lasted_ms=0, error_code=None)


def _nothing(moment: Moment) -> Iterator[Row]:
    yield from ()


def _first_picture(takes_ms: int, other: Callable[[Moment], Iterator[Row]]) -> Callable[[Moment], Iterator[Row]]:
    """A constant for the first one: no measurement."""

    def written(moment: Moment) -> Iterator[Row]:
        if moment.is_first_picture:
            yield moment.row._replace(lasted_ms=takes_ms)
        else:
            yield from other(moment)

    return written


# React Native (2.1.3): echoes after every row, no heartbeat was ever seen


def _echo(moment: Moment, lasted_ms: int = 0) -> Row:
    return moment.row._replace(action="playing", lasted_ms=lasted_ms, error_code=None)


def _echoed(moment: Moment) -> Iterator[Row]:
    yield from (moment.row, _echo(moment))


def _played(moment: Moment) -> Iterator[Row]:
    """By what ended it: a `paused` row is the playing before it. Nothing is written where the app was closed."""
    if moment.after == "paused":
        yield from (moment.row._replace(action="paused"), _echo(moment))
    elif moment.after == "rebuffering":
        yield from (moment.row, _echo(moment), _echo(moment, ECHO_MS))
    elif moment.after:
        yield from (moment.row, _echo(moment))


def _paused(moment: Moment) -> Iterator[Row]:
    yield from (_echo(moment, moment.row.lasted_ms), _echo(moment))


def _stalled(moment: Moment) -> Iterator[Row]:
    """A `playing` whose playhead stood, closed by a `rebuffering` of some ms."""
    closes = moment.row._replace(action="rebuffering", lasted_ms=CLOSES_MS)
    yield from (_echo(moment, moment.row.lasted_ms), closes, _echo(moment))


_SEEK_MS = 100


def _sought(moment: Moment) -> Iterator[Row]:
    """Always 0.1 s at the place before it; waiting for data after that is a stall."""
    row, before = moment.row, moment.before or moment.row
    there = row._replace(playhead_ms=before.playhead_ms, percent=before.percent)
    yield there._replace(ended_ms=moment.began_ms + _SEEK_MS, lasted_ms=_SEEK_MS)
    waited = moment._replace(row=row._replace(lasted_ms=row.lasted_ms - _SEEK_MS))
    if waited.row.lasted_ms >= LEAST_WAIT_MS:
        yield from _stalled(waited)
    else:
        yield _echo(moment)


_REACT_NATIVE: Writes = {
    "player_start": _takes_no_time,
    "startup": _first_picture(200, lambda moment: iter((_echo(moment),))),
    "playing": _played,
    "paused": _paused,
    "rebuffering": _stalled,
    "seeking": _sought,
    "next_track": _echoed,
    "prev_track": _echoed,
    "ended": _echoed,
    "error": _takes_no_time,
}


# Android (SDK 2.0.2): `pause` is the playing before it, `ended` also that the app was put away


def _as_stall(moment: Moment) -> Iterator[Row]:
    yield moment.row._replace(action="rebuffering")


def _played_on(moment: Moment) -> Iterator[Row]:
    """A heartbeat a minute, then what ended it, holding the rest."""
    row, player = moment.row, moment.player
    unreported_ms = 0 if moment.after else player.unreported_ms
    end_ms, place_ms = row.ended_ms + unreported_ms, row.playhead_ms + unreported_ms
    rest_ms = row.lasted_ms + unreported_ms
    while rest_ms > HEARTBEAT_MS:
        rest_ms -= HEARTBEAT_MS
        yield _at(row._replace(lasted_ms=HEARTBEAT_MS), end_ms - rest_ms, place_ms - rest_ms, player)
    action = {"paused": "pause", "": "ended"}.get(moment.after, moment.after)
    action = action if action in ("pause", "ended", "next_track", "prev_track") else "playing"
    yield _at(row._replace(action=action, lasted_ms=rest_ms), end_ms, place_ms, player)


def _at(row: Row, ended_ms: int, playhead_ms: int, player: Player) -> Row:
    """The row, where the playhead was then."""
    percent = 0 if player.media.is_live else min(playhead_ms // (player.media.length_s * 10), 100)
    return row._replace(ended_ms=ended_ms, playhead_ms=max(playhead_ms, 0), percent=max(percent, 0))


_TOUCH_MS = 30


def _sought_and_loaded(moment: Moment) -> Iterator[Row]:
    row = moment.row
    yield row._replace(ended_ms=moment.began_ms + _TOUCH_MS, lasted_ms=_TOUCH_MS)
    if row.lasted_ms - _TOUCH_MS >= LEAST_WAIT_MS:
        yield row._replace(action="rebuffering", lasted_ms=row.lasted_ms - _TOUCH_MS)


_ANDROID: Writes = {
    "player_start": _takes_no_time,
    "startup": _first_picture(350, _as_stall),
    "playing": _played_on,
    "paused": lambda moment: iter((_echo(moment, moment.row.lasted_ms),)),
    "rebuffering": _as_stall,
    "seeking": _sought_and_loaded,
    "next_track": _nothing,
    "prev_track": _nothing,
    "ended": _nothing,
    "error": _takes_no_time,
}


REPORTERS: Mapping[Dialect, Callable[[Player], Sequence[Row]]] = {
    "web": web,
    "react-native": _reported(_REACT_NATIVE),
    "android": _reported(_ANDROID),
}
