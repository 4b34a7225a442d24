"""The text of each way out of two sessions on screen. What is read off the screen is read while others could see it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.report.compare.parts import Told
from vpe_tui.service.ways import COMPARED_LINE, SELECTED, Way
from vpe_tui.text.times import zone_named
from vpe_tui.tui.compare.feed import CompareFeed
from vpe_tui.tui.compare.view import CompareView
from vpe_tui.tui.shell import Shell


class ComparedTexts:
    """What can be taken along: a report, the command line, the line at the cursor, the UUIDs."""

    def __init__(self, shell: Shell, view: CompareView, feed: CompareFeed, selected: Callable[[], str | None]) -> None:
        self._shell = shell
        self._view = view
        self._feed = feed
        self._selected = selected
        self._safe: tuple[Comparison, Comparison] | None = None
        """The comparison that something was taken of last, and that redacted: it costs two diagnoses."""

    async def told(self, way: Way) -> Told:
        """The comparison as this way tells it, redacted where the settings say so."""
        settings, whole = replace(self._shell.settings, zone=self._view.zone_name), self._view.comparison
        assert whole is not None
        told = await self._redacted(whole) if way.is_redacted(settings) else whole
        return Told(told, zone_named(settings.zone), settings.program)

    async def _redacted(self, whole: Comparison) -> Comparison:
        if self._safe is None or self._safe[0] is not whole:
            self._safe = whole, await asyncio.to_thread(self._feed.redacted)
        return self._safe[1]

    async def made(self, way: Way) -> str:
        """The text of a way."""
        told = await self.told(way)
        if way == SELECTED:
            return self._read_off(told.comparison, lambda: self._selected() or "")
        if way == COMPARED_LINE:
            return self._read_off(told.comparison, lambda: self._view.line)
        return of_told(way, told)

    def _read_off(self, comparison: Comparison, read: Callable[[], str]) -> str:
        """What is read off the screen while it shows this. Nothing else runs meanwhile."""
        whole = self._view.comparison
        assert whole is not None
        self._view.show(comparison)
        try:
            return read()
        finally:
            self._view.show(whole)


def of_told(way: Way, told: Told) -> str:
    """The text of a way that needs no screen."""
    from vpe_tui.report.compare.markdown import as_markdown

    uuids = {f"copy.comparison-{letter.lower()}": of.playback.session.uuid for letter, of in told.sides}
    if way.id in uuids:
        return uuids[way.id]
    return told.again if way.id == "copy.comparison-command" else as_markdown(told)
