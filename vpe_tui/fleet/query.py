"""Filters of session lists: the words of `text.filter_words`, and which sessions they mean."""

from collections import Counter
from collections.abc import Callable, Sequence

from vpe_tui.fleet.row import COLUMN_OF, COLUMNS, DisplayContext, SessionColumn, SessionRow
from vpe_tui.text.clean import folded, one_line
from vpe_tui.text.filter_words import Term, bare, comparison, quoted, taken_as_text, terms
from vpe_tui.text.times import KST

RowFilter = Callable[[SessionRow], bool]

_OFFERED = 4
"""Words that are offered at once."""
_NOWHERE = DisplayContext(0, KST)
_NAMES = frozenset((*COLUMN_OF, "text"))
"""What stands before a colon."""


def parse_row_filter(words: str) -> RowFilter:
    """Which sessions some words mean: `sk edge -mobile band:poor host:edge2 "two words" stalls:>3`.

    A word stands anywhere in what is known of a session; after a column's name and a colon, in that column. Raises
    ValueError, with a sentence, for one that has no or a wrong value.
    """
    parts = [[_meant(term) for term in choices] for choices in terms(words)]
    return lambda row: all(any(has(row) for has in choices) for choices in parts)


def _meant(term: Term) -> RowFilter:
    has = _found(term)
    return (lambda row: not has(row)) if term.excludes else has


def _found(term: Term) -> RowFilter:
    column = COLUMN_OF.get(term.name) if term.name else None
    if column is not None:
        return _compared(column, term) if column.is_number else _in_column(column, term)
    if term.name == "text" and not term.value:
        raise ValueError("“text:” has nothing to find; text:E0003 has")
    wanted = folded(bare(term.value if term.name == "text" else term.text))
    return lambda row: wanted in row.search


def _in_column(column: SessionColumn, term: Term) -> RowFilter:
    if not term.value:
        raise ValueError(f"“{one_line(term.text)}” has nothing to find; {term.name}:word has")
    wanted = folded(bare(term.value))
    return lambda row: wanted in folded(column.cell(row, row.context or _NOWHERE))


def _compared(column: SessionColumn, term: Term) -> RowFilter:
    holds = comparison(term.value)
    if holds is None:
        raise ValueError(f"“{one_line(term.text)}” has no number; {term.name}:>3 has")

    def has(row: SessionRow) -> bool:
        value = column.value(row)
        return isinstance(value, int | float) and holds(value)

    return has


def offered(words: str, rows: Sequence[SessionRow]) -> str:
    """What the word that is being typed could become: columns, or the values of its column with how many have each."""
    last = words.rpartition(" ")[2].removeprefix("-").lower()
    name, colon, begun = last.partition(":")
    if not colon:
        names = [each.name for each in COLUMNS if last and each.name.lower().startswith(last)]
        return " · ".join(f"{each.lower()}:" for each in names[:_OFFERED])
    column = COLUMN_OF.get(name) if name else None
    if column is None:
        return taken_as_text(last, _NAMES) if begun else ""
    if column.is_number:
        return "" if begun else f"{name}:>3 · {name}:<=10"
    values = Counter(column.cell(row, row.context or _NOWHERE) for row in rows)
    if values and not values.keys() - {"", "–"}:
        return f"none of these tells its {column.name}"
    fitting = [(value, count) for value, count in values.most_common() if value and begun in folded(value)]
    return " · ".join(f"{name}:{quoted(value.lower())} {count:,}" for value, count in fitting[:_OFFERED])
