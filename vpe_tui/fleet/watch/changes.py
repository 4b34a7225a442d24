"""The changes that watching tells of, each as a value: text and JSON are made of them."""

from typing import NamedTuple

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import SessionRow
from vpe_tui.fleet.watch.standing import Standing
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.verdict import Verdict


class RowCame(NamedTuple):
    """A row that was not there before. A late one stands before rows that were."""

    playback: Playback
    row: int
    is_late: bool


class StateChanged(NamedTuple):
    """Another verdict, or another band of it; the first reading comes from nothing."""

    before: Verdict | None
    after: Verdict
    rows: int
    """Of the log."""
    is_over: bool


class Gone(NamedTuple):
    """What is missing: rows that were there, the session itself, answers for a while. Said in a sentence."""

    text: str


class SessionCame(NamedTuple):
    """A session of a window that was not listed before, or is bad now."""

    row: SessionRow
    is_new: bool
    is_bad: bool
    why: str
    """What is bad about it, by the list."""
    verdict: Verdict | None = None
    """By its own log, where that was read."""


class WindowStands(NamedTuple):
    """How the window stands now. `says` is what of that is news: the start, an alarm, its end, or nothing."""

    standing: Standing
    says: str = ""


class Failed(NamedTuple):
    """An answer that did not come. It says nothing of what is watched."""

    fault: Fault


Change = RowCame | StateChanged | Gone | SessionCame | WindowStands | Failed
