"""`vpe-tui complete WORD…`: what may stand for the last word of a line. Completion scripts ask it at every tab.

A line of output is an offer, with what it is after a tab; `:files` lets the shell offer its files. What is offered is
what the parsers have: the commands, their flags, the choices and metavars of those, and the sessions kept here.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vpe_tui.cli.pages import PAGES
from vpe_tui.cli.parser import common_of, parser_of
from vpe_tui.cli.setup import at_rest
from vpe_tui.cli.stdout import write
from vpe_tui.cli.tree import ALIASES, OPEN, WORDS
from vpe_tui.errors import Fault
from vpe_tui.settings.sources import Loaded
from vpe_tui.text.cells import cut
from vpe_tui.text.clean import one_line

FILES = ":files"
_WIDEST = 100
"""Cells of what is said beside an offer."""


class Offer(NamedTuple):
    """A word that may come next, and what it is."""

    word: str
    says: str = ""


def run(arguments: argparse.Namespace) -> int:
    """Prints the offers. What cannot be read offers nothing: nobody at a prompt wants to be told."""
    write(f"{_clean(word)}\t{cut(_clean(says), _WIDEST)}".rstrip("\t") + "\n" for word, says in offers(arguments.words))
    return 0


def _clean(text: str) -> str:
    return one_line(text.replace("\t", " "))


def offers(words: Sequence[str]) -> list[Offer]:
    """The offers for the last of the words of a line, its program's name aside."""
    first: dict[str, Offer] = {}
    try:
        for offer in _Line(words).offers():
            first.setdefault(offer.word, offer)
    except (Fault, OSError):
        return []
    return [*first.values()]


class _Line:
    """A line so far: whose parser it is, what was given, and which value is awaited."""

    def __init__(self, words: Sequence[str]) -> None:
        *before, self.current = _joined(words) or [""]
        self.parser, self._command = parser_of(OPEN), ""
        self._given: set[str] = set()
        self._plain: list[str] = []
        self._awaited: argparse.Action | None = None
        for word in before:
            self._take(word)
        self.before = before[:-1] if self._awaited else before
        self._is_split = len(words) > len(before) + 1 and "=" in self.current
        """Whether the shell takes `--flag=` and its value for words of their own, as bash does."""

    @property
    def takes_no_session(self) -> bool:
        """`kept list` and `kept path` are the whole: only `kept clear` goes on with a UUID."""
        return self._command == "kept" and self._plain[:1] != ["clear"]

    def _take(self, word: str) -> None:
        if self._awaited:
            self._awaited = None
        elif word.startswith("--") or (word.startswith("-") and word != "-"):
            action = self._flags().get(word.partition("=")[0])
            self._given |= {action.dest} if action else set()
            self._awaited = action if action and action.nargs != 0 and "=" not in word else None
        elif not self._command and not self._plain and ALIASES.get(word, word) in WORDS and word != OPEN:
            self._command = ALIASES.get(word, word)
            self.parser = parser_of(self._command)
        else:
            self._plain.append(word)

    def _flags(self) -> Mapping[str, argparse.Action]:
        return {name: action for action in self.parser._actions for name in action.option_strings}

    def offers(self) -> Iterator[Offer]:
        """What may stand where the line ends."""
        flag, given, _ = self.current.partition("=")
        if self._awaited:
            yield from self._values(self._awaited)
        elif given and flag in self._flags():
            before = "" if self._is_split else f"{flag}="
            yield from (
                offer if offer.word == FILES else Offer(f"{before}{offer.word}", offer.says)
                for offer in self._values(self._flags()[flag])
            )
        elif self.current.startswith("-"):
            yield from self._free_flags()
        else:
            yield from self._arguments()

    def _free_flags(self) -> Iterator[Offer]:
        """The flags that the line has not, nor another in the place of one."""
        groups = [{action.dest for action in group._group_actions} for group in self.parser._mutually_exclusive_groups]
        taken = self._given.union(*(group for group in groups if group & self._given))
        for name, action in self._flags().items():
            if action.dest not in taken and action.help != argparse.SUPPRESS:
                yield Offer(name, (action.help or "").replace("%%", "%"))

    def _arguments(self) -> Iterator[Offer]:
        """Commands where one can stand, and what the next argument may be; at the very start nothing but commands."""
        is_first = not self._command and not self._plain
        if is_first:
            yield from _commands()
        if is_first and not self.current:
            return
        positional = [action for action in self.parser._actions if not action.option_strings]
        for place, action in enumerate(positional):
            if place == len(self._plain) or action.nargs == "*":
                yield from self._values(action)

    def _values(self, action: argparse.Action) -> Iterator[Offer]:
        """By its choices, else by its metavar: small words stand for themselves, others for what they name."""
        yield from (Offer(str(choice)) for choice in action.choices or ())
        for name in str(action.metavar or "").split("|"):
            if name.islower():
                yield Offer(name)
            elif name in _NAMED:
                yield from _NAMED[name](self)


def _joined(words: Sequence[str]) -> list[str]:
    """The words, with `--zone`, `=`, `kst` as one."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].startswith("--") and (word == "=" or joined[-1].endswith("=")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _commands(_: _Line | None = None) -> Iterator[Offer]:
    return (Offer(name, word.says) for name, word in WORDS.items() if name != OPEN)


def _topics(_: _Line) -> Iterator[Offer]:
    return (Offer(name, says.replace("`", "")) for name, says in PAGES.items())


def _zones(_: _Line) -> Iterator[Offer]:
    from zoneinfo import available_timezones

    return map(Offer, sorted(available_timezones()))


def _profiles(line: _Line) -> Iterator[Offer]:
    return map(Offer, _setup(line).profiles)


def _files(_: _Line) -> Iterator[Offer]:
    yield Offer(FILES)


def _kept(line: _Line) -> Iterator[Offer]:
    """The sessions kept here, the latest first, of the project that the line is about."""
    if line.takes_no_session:
        return
    from vpe_tui.fleet.row import DisplayContext, of_kept, redacted
    from vpe_tui.service.lookup import Lookup, now_ms
    from vpe_tui.service.ways import COMPLETED
    from vpe_tui.text.times import zone_named

    setup = _setup(line)
    context = DisplayContext(now_ms(), zone_named(setup.settings.zone))
    for entry in Lookup(setup.settings, setup.directory).cache.entries():
        row = of_kept(entry, None, context)
        shown = (redacted(row) if COMPLETED.is_redacted(setup.settings) else row).summary
        yield Offer(entry.uuid, " · ".join(filter(None, (shown.title, shown.verdict_text))))


def _setup(line: _Line) -> Loaded:
    """The settings that the line would run with; those of a pipe are not waited for."""
    common = common_of(line.before)
    if common.config:
        common.config = common.config.expanduser()
        if not Path(common.config).is_file():
            common.config = None
    return at_rest(common)[0]


_NAMED: Mapping[str, Callable[[_Line], Iterator[Offer]]] = {
    "UUID": _kept,
    "FILE": _files,
    "ZONE": _zones,
    "PROFILE": _profiles,
    "TOPIC": _topics,
    "COMMAND": _commands,
}
