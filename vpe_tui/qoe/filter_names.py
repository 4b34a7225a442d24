"""Filters that may name findings and numbers: the words of `session.query`, with the names checked."""

from vpe_tui.qoe.declarations import METRIC_OF
from vpe_tui.qoe.findings.rules import RULE_OF
from vpe_tui.session.query import Filter, Named, parse_filter, parts_of
from vpe_tui.text.clean import one_line


def named_filter(words: str) -> Filter:
    """The filter of some words, as `parse_filter` reads them. Raises ValueError for unknown names, too."""
    wanted = parse_filter(words)
    for part in parts_of(wanted):
        if isinstance(part, Named):
            _check(*part.word.split(":", 1))
    return wanted


def _check(name: str, value: str) -> None:
    if name == "finding" and value not in RULE_OF:
        raise ValueError(f"“finding:{one_line(value)}” names no finding; finding:stall-long does")
    if name == "metric" and value not in METRIC_OF:
        raise ValueError(f"“metric:{one_line(value)}” names no number; metric:rebuffer_s does")
