"""The search texts of a log: every column of every row as `folded` text, built once."""

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import cached_property

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import error_text
from vpe_tui.text.clean import folded
from vpe_tui.text.numbers import as_share
from vpe_tui.text.times import clock, duration, playhead, relative

_NUMERIC = re.compile(r"[\d:.%+−hms ]*")
"""All that a time, a length or a share is written with: what has any other character in it is in none of them."""


class SearchTexts:
    """The search texts of a log, its wall clock in a zone.

    Words (action, quality, error) are few and quick; times and numbers take about 4 µs a row, and most searches never
    need them. A line for each column: nothing is found across two of them.
    """

    def __init__(self, log: EventLog, zone: tzinfo) -> None:
        self._log = log
        self._zone = zone
        self.named: Callable[[str], Sequence[int]] = lambda word: ()
        """The rows that findings (`finding:ID`) or numbers (`metric:KEY`) stand on: none before the diagnosis."""

    def looked_through(self, wanted: str) -> Sequence[str]:
        """The texts, a `folded` string a row, in which `wanted` could be found."""
        return self.everything if _NUMERIC.fullmatch(wanted) else self.words

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of each row: its action, quality and error, `folded`."""
        log = self._log
        said = {
            key: _words(*key)
            for key in set(zip(log.actions, log.quality, log.error_code, log.error_message, strict=True))
        }
        return [said[key] for key in zip(log.actions, log.quality, log.error_code, log.error_message, strict=True)]

    @cached_property
    def everything(self) -> Sequence[str]:
        log, zero, zone = self._log, self._log.zero_ms, self._zone
        columns = (self.words, log.start_ms, log.duration_s, log.video_time_s, log.percent)
        return [
            f"{words}\n{relative(start - zero)}\n{clock(start, zone)}\n{_or_nothing(length, duration)}\n"
            f"{_or_nothing(place, playhead)}\n{_or_nothing(share, _percent)}"
            for words, start, length, place, share in zip(*columns, strict=True)
        ]


def _words(action: str, quality: str | None, code: str | None, message: str | None) -> str:
    return folded(f"{action}\n{quality or ''}\n{error_text(code, message)}")


def _percent(share: float) -> str:
    return f"{as_share(share)}%"


def _or_nothing(value: float | None, say: Callable[[float], str]) -> str:
    return "" if value is None else say(value)
