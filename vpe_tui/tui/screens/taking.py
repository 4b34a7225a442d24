"""Taking something along from a session: which of the ways is meant, and where its text goes."""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from vpe_tui.service import ways
from vpe_tui.service.ways import Way
from vpe_tui.text.clean import clean
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.session.texts import Texts
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell

Take = Callable[[str], Awaitable[None]]
"""What is done with a text."""

_NO_NAME = re.compile(r"[^\w.-]+")


class Taking:
    """Keys wait while something is taken: none changes what is taken, and one for the dialog that comes is its."""

    def __init__(self, shell: Shell, view: SessionView, texts: Texts, screen: VpeScreen) -> None:
        self._shell = shell
        self._view = view
        self._texts = texts
        self._screen = screen

    def copy(self) -> None:
        """What is selected, else what is at the cursor."""
        pane = self._view.fronts.pane
        if self._screen.get_selected_text():
            self._take(ways.SELECTED, self._copied(ways.SELECTED))
        elif isinstance(pane, FieldsPane):
            if pane.value:
                self._take(ways.VALUE, self._copied(ways.VALUE, pane.value[0]))
        elif self._view.timeline.row is not None:
            row = ways.WAYS["copy.row-text"]
            self._take(row, self._copied(row))

    @property
    def _copies(self) -> Sequence[Way]:
        return (*ways.COPIED, *ways.doors(self._shell.settings))

    def offer_copies(self) -> None:
        self._offer("Copy", [way for way in self._copies if self._texts.is_there(way)], first_again=True)

    def offer_files(self) -> None:
        if not self._texts.is_there(ways.WAYS["save.answer"]):
            self._screen.status_says("nothing to save yet")
            return
        from vpe_tui.tui.saving import directory

        try:
            self._offer(f"Save in {clean(str(directory()))}", ways.SAVED)
        except OSError as fault:
            self._screen.status_says(f"nothing can be saved: {fault}")

    def show_plain(self) -> None:
        """What is at the cursor, on the terminal's own screen."""
        self._take(ways.PLAIN, self._shown_plain)

    async def _shown_plain(self, text: str) -> None:
        self._screen.status_says("")
        self._shell.show_plain(text)

    def _copied(self, way: Way, name: str = "") -> Take:
        from vpe_tui.tui.screens.copying import copy_out

        return lambda text: copy_out(self._screen, way, text, name)

    def _run(self, way: Way) -> Take:
        async def run(command: str) -> None:
            self._screen.status_says(self._shell.run_command(command))

        return run

    def _saved(self, way: Way) -> Take:
        from vpe_tui.tui.saving import saved

        async def save(text: str) -> None:
            self._screen.status_says(saved(self._file(way), text))

        return save

    def _file(self, way: Way) -> str:
        """A name that tells which session it is, also to us when it is opened again."""
        stem = _NO_NAME.sub("-", self._texts.name.removesuffix(".gz").removesuffix(".json"))
        return f"vpe-{stem}{way.ending}"

    def _offer(self, title: str, offered: Sequence[Way], *, first_again: bool = False) -> None:
        self._shell.keys.hold(self._screen)  # at once: the next key may come before a worker begins
        asking = partial(self._ask_which, title, offered, first_again=first_again)
        self._screen.run_worker(asking, group="take", exclusive=True)

    async def _ask_which(self, title: str, offered: Sequence[Way], *, first_again: bool) -> None:
        """Asks which of the ways is meant, with what would be taken beside it."""
        from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

        by_name = {way.says: way for way in offered}

        def chosen(one: Chosen | None) -> None:
            if one is not None:
                way = by_name[one.name]
                takes = {"clipboard": self._copied, "file": self._saved, "command": self._run}
                self._take(way, self._shown_plain if one.plain else takes[way.place](way))

        with self._keys_wait():
            beside = {way.says: self._file(way) if way.place == "file" else "" for way in offered}
            beside |= {way.says: await self._texts.made(way) for way in offered if self._texts.is_previewed(way)}
            self._screen.app.push_screen(ChoiceScreen(title, beside, first_again=first_again), chosen)

    def _take(self, way: Way, take: Take) -> None:
        self._shell.keys.hold(self._screen)
        self._screen.run_worker(partial(self._make, way, take), group="take", exclusive=True)

    async def _make(self, way: Way, take: Take) -> None:
        """Makes the text of a way and takes it."""
        self._screen.status_says("one moment…")
        with self._keys_wait():
            text = await self._texts.made(way)
            if text:
                await take(text)
            else:
                self._screen.status_says(f"{way.says}: there is nothing to copy or save")
            if way is ways.SELECTED:
                self._screen.clear_selection()

    @contextmanager
    def _keys_wait(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._shell.keys.let_go(self._screen)
