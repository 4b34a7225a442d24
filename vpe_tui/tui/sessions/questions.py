"""What the prompt asks of the sessions screen: which rows to show, what to ask the API for."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial

from vpe_tui.fleet.query import offered
from vpe_tui.fleet.row import SessionRow
from vpe_tui.text.clean import counted
from vpe_tui.tui.sessions.lists import SessionTable
from vpe_tui.tui.widgets.prompt import Question


class NarrowQuestion(Question):
    """`/`: the rows that the words mean, as one types; in both lists."""

    label = "/"
    placeholder = 'sk edge · -mobile · band:poor · host:edge2 · "two words" · stalls:>3'

    def __init__(self, front: SessionTable, tables: Sequence[SessionTable]) -> None:
        self._front = front
        self._tables = tables
        self._before = front.words
        self.value = f"{self._before} " if self._before else ""
        every = [row for table in tables for row in table.all]
        front.run_worker(partial(_prepare, every), group="search", description="search", thread=True, exclusive=True)

    def changed(self, text: str) -> str:
        try:
            self._narrow(text)
        except ValueError as fault:
            return offered(text, self._front.all) or str(fault)
        if choices := offered(text, self._front.all):
            return f"{len(self._front.rows):,} of {len(self._front.all):,} · {choices}"
        others = (f"{len(table.rows):,} {table.id}" for table in self._tables if table is not self._front and table.all)
        return " · ".join((f"{len(self._front.rows):,} of {counted(len(self._front.all), 'session')}", *others))

    def accept(self, text: str) -> str:
        try:
            self._narrow(text)
        except ValueError as fault:
            return str(fault)
        return ""

    def cancel(self) -> None:
        self._narrow(self._before)

    def _narrow(self, text: str) -> None:
        for table in self._tables:
            table.narrow(text)


def _prepare(rows: Sequence[SessionRow]) -> None:
    """What thousands are found by takes longer to make than a key may: it is begun before the first letter."""
    for row in rows:
        _ = row.search


class AskedQuestion(Question):
    """`f`: what the API is asked to list."""

    label = "ask for"

    def __init__(self, words: str, zone: tzinfo, clock: Callable[[], int], take: Callable[[str], None]) -> None:
        from vpe_tui.api.list_filter import EXAMPLE

        self.placeholder = EXAMPLE
        self.value = f"{words} " if words else ""
        self._zone = zone
        self._clock = clock
        self._take = take

    def changed(self, text: str) -> str:
        from vpe_tui.api.list_filter import described, parse_list_filter

        try:
            return described(parse_list_filter(text, self._zone, self._clock()), self._zone)
        except ValueError as fault:
            return str(fault)

    def accept(self, text: str) -> str:
        from vpe_tui.api.list_filter import parse_list_filter

        try:
            parse_list_filter(text, self._zone, self._clock())
        except ValueError as fault:
            return str(fault)
        self._take(" ".join(text.split()))
        return ""

    def cancel(self) -> None:
        """Nothing was asked yet."""
