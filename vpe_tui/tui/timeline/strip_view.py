"""The strip on screen: the whole session, or the stretch zoomed into, with the cursor's place in it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from vpe_tui.playback.model import LOOKS
from vpe_tui.playback.strip import Cell, Stretch, cells, marks, whole
from vpe_tui.session.model import Session
from vpe_tui.session.quality import height_px
from vpe_tui.text.cells import fit
from vpe_tui.text.times import duration
from vpe_tui.tui.theme import EVIDENCE, SEVERITY_GLYPHS, SEVERITY_STYLES, STATE_CLASSES
from vpe_tui.tui.timeline.held import Held
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.table import merged

if TYPE_CHECKING:
    from vpe_tui.playback.playback import Playback
    from vpe_tui.qoe.findings.facts import Severity

_LABEL = 20
_RANKS: "Mapping[Severity, int]" = {"note": 0, "warning": 1, "error": 2}
_RANK_OF_EVIDENCE = 3
_MARKS: Sequence[Run] = (
    (" ", ""),
    (SEVERITY_GLYPHS["warning"], SEVERITY_STYLES["warning"]),
    (SEVERITY_GLYPHS["error"], SEVERITY_STYLES["error"]),
    (EVIDENCE, "lines--accent"),
)
_LEVELS = "▁▂▃▄▅"
_SHARES = "▁▂▃▄▅▆▇█"
_WAITED = ("starting", "seeking", "rebuffering", "unknown")
_FINEST_MS = 1_000
"""A cell is never finer than this."""


class StripView(Widget):
    """A line of cells, coloured and lettered by the worst state in each. Below it, as far as there is room, a line of
    what to look at, and one of the quality."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "strip--label",
        "strip--quality",
        "lines--accent",
        "lines--warning",
        "lines--error",
        *(f"timeline--{state}" for state in ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")),
    }

    session: reactive[Session | None] = reactive(None, always_update=True)
    playback: reactive["Playback | None"] = reactive(None)
    """What was lived through: what is drawn. It comes a moment after its session; until then that of before stays."""
    cursor_ms: reactive[int] = reactive(0, repaint=False)

    class Picked(Message):
        """An instant (epoch ms) was clicked or dragged to."""

        def __init__(self, instant: int, *, dragging: bool) -> None:
            super().__init__()
            self.instant = instant
            self.dragging = dragging

    def __init__(self, id: str, held: Held) -> None:
        super().__init__(id=id)
        self._held = held
        self._whole = Stretch(0, 1)
        self._shown = self._whole
        self._cells: list[Cell] = []
        self._cursor_at = 0
        self._levels: dict[str, str] = {}
        self._marks: Sequence[int] = ()
        self._styles: dict[str, Style] = {}

    @property
    def is_zoomed(self) -> bool:
        return self._shown != self._whole

    def watch_playback(self, playback: "Playback | None") -> None:
        if playback is None:
            return
        zoomed = self.is_zoomed
        self._whole = whole(playback)
        self._levels = _levels(set(playback.session.events.quality))
        self._look_at(self._shown if zoomed else self._whole)

    def follow(self, row: int) -> None:
        """Goes with the timeline's cursor."""
        if self.session is not None:
            known = self.playback if self._is_of_session else None
            starts = known.corrected_start_ms if known else self.session.events.start_ms
            self.cursor_ms = starts[row]

    @property
    def _is_of_session(self) -> bool:
        """Whether what is drawn is of the session that is there, and not of the one before it."""
        return self.playback is not None and self.playback.session is self.session

    def watch_cursor_ms(self, instant: int) -> None:
        """The strip follows: a cursor outside of it brings its surroundings in."""
        if not self._shown.start_ms <= instant < self._shown.end_ms:
            self._look_at(self._whole.around(instant, self._shown.length_ms))
        place = self._place()
        if place != self._cursor_at:
            for x in (place, self._cursor_at):
                self.refresh(Region(x, 0, 1, 1))
            self._cursor_at = place

    def _place(self) -> int:
        """The column of the cursor's cell; 0 is none."""
        starts = [cell.stretch.start_ms for cell in self._cells]
        return bisect_right(starts, self.cursor_ms) if self._cells and self.cursor_ms < self._shown.end_ms else 0

    def on_resize(self) -> None:
        self._look_at(self._shown)

    def zoom(self, factor: float) -> bool:
        """Shows `factor` times as much time, around the cursor. False when it cannot get finer or wider."""
        finest = max(self._count * _FINEST_MS, 1)
        length = max(round(self._shown.length_ms * factor), min(finest, self._whole.length_ms))
        if length >= self._whole.length_ms:
            return self._look_at(self._whole)
        return self._look_at(self._whole.around(self.cursor_ms, length))

    def zoom_to(self, start_ms: int, end_ms: int) -> bool:
        """Shows the time between two instants, whichever comes first, with a little around."""
        low, high = sorted((start_ms, end_ms))
        length = max(high - low, self._count * _FINEST_MS)
        return self._look_at(self._whole.around((low + high) // 2, round(length * 1.1)))

    def reset(self) -> None:
        self._look_at(self._whole)

    @property
    def _count(self) -> int:
        return max(self.size.width - _LABEL - 2, 1)

    def _look_at(self, stretch: Stretch) -> bool:
        changed = stretch != self._shown
        self._shown = stretch
        self._cells = cells(self.playback, stretch, self._count) if self.playback and self.size.width else []
        self._marks = ()  # of other cells; while another session is there than the one that is drawn, there are none
        self.mark()
        return changed

    def mark(self) -> None:
        """What stands out in the rows is worked out anew."""
        if self._cells and self.playback is not None and self._is_of_session:
            ranks = {row: _RANKS[severity] for row, severity in self._held.flags.items()}
            ranks |= dict.fromkeys(self._held.evidence, _RANK_OF_EVIDENCE)
            self._marks = marks(self.playback, self._shown, len(self._cells), ranks)
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        self._pick(event.x, dragging=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            self._pick(event.x, dragging=True)

    def on_mouse_up(self) -> None:
        self.release_mouse()

    def _pick(self, x: int, *, dragging: bool) -> None:
        if self._cells:
            cell = self._cells[min(max(x - 1, 0), len(self._cells) - 1)]
            instant = self.playback.as_logged_ms(cell.stretch.start_ms) if self.playback else cell.stretch.start_ms
            self.post_message(self.Picked(instant, dragging=dragging))

    def render_line(self, y: int) -> Strip:
        lanes = (self._states, self._marked, self._qualities)
        runs = merged(lanes[y]())
        segments = [Segment(" ", self.rich_style)]
        segments += [Segment(text, self._style(name)) for text, name in runs]
        segments.append(Segment(" " + fit(self._label() if y == 0 else "", _LABEL), self._style("strip--label")))
        strip = Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
        return self._with_cursor(strip) if y == 0 else strip

    def _with_cursor(self, strip: Strip) -> Strip:
        place = self._place()
        if not place:
            return strip
        cursor = strip.crop(place, place + 1).apply_style(Style(reverse=True))
        return Strip.join([strip.crop(0, place), cursor, strip.crop(place + 1, strip.cell_length)])

    def notify_style_update(self) -> None:
        """The theme changed: every style is worked out anew."""
        super().notify_style_update()
        self._styles.clear()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._worked_out(name)
        return self._styles[name]

    def _worked_out(self, name: str) -> Style:
        if not name:
            return self.rich_style
        style = self.get_component_rich_style(name)
        return self.rich_style + Style(color=style.color, bold=style.bold)

    def _label(self) -> str:
        if not self._cells:
            return ""
        each = duration(self._shown.length_ms / len(self._cells) / 1000)
        return f" 1 cell = {each}"

    def _states(self) -> list[Run]:
        return [
            (LOOKS[cell.state].glyph, f"timeline--{STATE_CLASSES[cell.state]}") if cell.state else (" ", "")
            for cell in self._cells
        ]

    def _marked(self) -> list[Run]:
        """Where the problems are, and the rows that are pointed out; elsewhere how much of the slice was waited."""
        marks = self._marks or [0] * len(self._cells)
        return [_MARKS[rank] if rank else _share(cell) for rank, cell in zip(marks, self._cells, strict=True)]

    def _qualities(self) -> list[Run]:
        return [
            (self._levels.get(cell.quality or "", " ") if cell.state else " ", "strip--quality") for cell in self._cells
        ]


def _share(cell: Cell) -> Run:
    """How much of a slice its worst state lasted, where that is one of waiting or not known: the letter is as loud for
    a blink as for all of it."""
    if cell.state not in _WAITED or not cell.share:
        return " ", ""
    return _SHARES[min(int(cell.share * len(_SHARES)), len(_SHARES) - 1)], f"timeline--{STATE_CLASSES[cell.state]}"


def _levels(qualities: set[str | None]) -> dict[str, str]:
    """A bar for each quality of the session, the higher the better."""
    heights = sorted({height for quality in qualities if (height := height_px(quality))})
    top = len(_LEVELS) - 1
    return {
        f"{height}p": _LEVELS[round(place * top / max(len(heights) - 1, 1)) if len(heights) > 1 else top]
        for place, height in enumerate(heights)
    }
