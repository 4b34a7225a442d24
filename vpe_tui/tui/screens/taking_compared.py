"""Taking something along from a comparison: which of the ways is meant, and where its text goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from vpe_tui.service.ways import COMPARED, COMPARED_COPIED, COMPARED_LINE, SELECTED, Way
from vpe_tui.tui.compare.texts import ComparedTexts, of_told
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.copying import copy_out
from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen


class TakingCompared:
    """Keys wait while something is taken: none changes what is taken."""

    def __init__(self, screen: VpeScreen, texts: ComparedTexts) -> None:
        self._screen = screen
        self._texts = texts

    def copy(self) -> None:
        """What is selected, else the line at the cursor."""
        self._take(SELECTED if self._screen.get_selected_text() else COMPARED_LINE)

    def save(self) -> None:
        """A report in the working directory."""
        self._take(COMPARED)

    def offer_copies(self) -> None:
        """Asks what is to be copied."""
        self._screen.shell.keys.hold(self._screen)
        self._screen.run_worker(self._ask, group="take", exclusive=True)

    async def _ask(self) -> None:
        with self._keys_wait():
            told = await self._texts.told(COMPARED_LINE)
            beside = {way.says: "" if way.id == "copy.comparison" else of_told(way, told) for way in COMPARED_COPIED}
            beside[COMPARED_LINE.says] = await self._texts.made(COMPARED_LINE)
            ways = {way.says: way for way in COMPARED_COPIED}

            def chosen(one: Chosen | None) -> None:
                if one is not None:
                    self._take(ways[one.name])

            self._screen.app.push_screen(ChoiceScreen("Copy", beside, first_again=True, can_be_plain=False), chosen)

    def _take(self, way: Way) -> None:
        self._screen.shell.keys.hold(self._screen)
        self._screen.run_worker(partial(self._make, way), group="take", exclusive=True)

    async def _make(self, way: Way) -> None:
        self._screen.status_says("one moment…")
        with self._keys_wait():
            text = await self._texts.made(way)
            if way == COMPARED:
                self._screen.status_says(await self._saved(text))
            elif text:
                await copy_out(self._screen, way, text)
            else:
                self._screen.status_says("there is nothing to copy here")
            if way == SELECTED:
                self._screen.clear_selection()

    async def _saved(self, text: str) -> str:
        from vpe_tui.tui.saving import saved

        told = await self._texts.told(COMPARED)
        return saved(f"vpe-{told.comparison.a.playback.session.uuid}{COMPARED.ending}", text)

    @contextmanager
    def _keys_wait(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._screen.shell.keys.let_go(self._screen)
