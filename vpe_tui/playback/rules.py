"""A rule of reading: what a row, or the silence between two, was lived through as, and how that is known.

A dialect is a table of words (a letter each) and a list of rules that look at rows in their order. Every rule names
the log that proves it (tests/real/logs), or says that it was read in the reporter: then no span of it is `logged`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from vpe_tui.playback.model import Known, State
from vpe_tui.playback.rows import Rows
from vpe_tui.session.masks import where
from vpe_tui.text.times import duration

READ = "read in the reporter, no log"
BY_HAND = "rows derived by hand from the reporter, not run"
"""A log that nobody's player wrote proves no more than a reading does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A named rule of reading."""

    name: str
    state: State
    known: Known
    says: str
    """What it concludes, in plain words."""
    proof: str
    """The log that proves it."""
    find: Callable[[Rows], Iterable[int]] | None = None
    """The rows that it is about, as places in `Rows`; None for the plain meaning of a word, and for silence."""
    played_ms: Callable[[Rows, int], int] | None = None
    """How much of the row, from its start, was playing all the same."""
    then: State | None = None
    """A state of length 0 that the row ends with."""
    is_nothing: bool = False
    """Whether the row is but a sign of something that another row tells: it takes no time."""
    beside: str = ""
    """What is said beside a row that means something else than its word; `{took}` is how long it took."""

    def said_beside(self, length_ms: int | None) -> str:
        """What is said beside a row of it; empty where its word says what it is."""
        return self.beside.replace("{took}", "" if length_ms is None else duration(length_ms / 1000)).replace("  ", " ")

    @property
    def is_special(self) -> bool:
        """Whether a row of it may be more, or less, than one span."""
        return self.then is not None or self.played_ms is not None or self.is_nothing


class RuleColumn(Sequence[Rule]):
    """A rule for each of many rows, or spans: a byte each, so that to look for some is to search through bytes."""

    def __init__(self, rules: Iterable[Rule], codes: bytes | bytearray = b"") -> None:
        self.rules = list(rules)
        """What the bytes stand for; there are fewer than 256 in every dialect."""
        self.codes = bytearray(codes)
        self._code = {rule: code for code, rule in enumerate(self.rules)}

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> Rule: ...
    @overload
    def __getitem__(self, place: slice) -> "RuleColumn": ...
    def __getitem__(self, place: int | slice) -> "Rule | RuleColumn":
        if isinstance(place, slice):
            return RuleColumn(self.rules, self.codes[place])
        return self.rules[self.codes[place]]

    def __iter__(self) -> Iterator[Rule]:
        return map(self.rules.__getitem__, self.codes)

    def append(self, rule: Rule) -> None:
        """One more."""
        if rule not in self._code:
            self._code[rule] = len(self.rules)
            self.rules.append(rule)
        self.codes.append(self._code[rule])

    @property
    def used(self) -> list[Rule]:
        """The rules that are there, each once."""
        return [rule for code, rule in enumerate(self.rules) if code in self.codes]

    def places(self, holds: Callable[[Rule], bool]) -> list[int]:
        """Where a rule is such."""
        return where(self.where(holds)) if any(map(holds, self.used)) else []

    def where(self, holds: Callable[[Rule], bool]) -> bytes:
        """For each whether its rule is such: 1 or 0, a byte each."""
        return self.translated(lambda rule: int(holds(rule)))

    def translated(self, number: Callable[[Rule], int]) -> bytes:
        """For each a number that its rule has, a byte each."""
        return bytes(self.codes.translate(bytes(map(number, self.rules)).ljust(256, b"\0")))


class Dialect(NamedTuple):
    """How a player's rows are meant."""

    words: Mapping[str, Rule]
    """The plain meaning of each letter of `rows.LETTERS`."""
    rules: tuple[Rule, ...]
    """What rows mean in company; the first that fits a row wins."""
    silence: bool
    """Whether silence tells anything: the web player's rows follow one another, so where none is, something was."""

    def meanings(self, rows: Rows) -> RuleColumn:
        """The rule for each row."""
        plain = [self.words.get(chr(letter), OTHER) for letter in range(128)]
        rules = list(dict.fromkeys((*plain, *self.rules)))
        code = {rule: place for place, rule in enumerate(rules)}
        codes = bytearray(rows.letters.translate(bytes(map(code.__getitem__, plain)).ljust(256, b"\0")))
        taken: set[int] = set()
        for rule in self.rules:
            for row in rule.find(rows) if rule.find else ():
                if row not in taken:
                    taken.add(row)
                    codes[row] = code[rule]
        return RuleColumn(rules, codes)


def _word(state: State, name: str, says: str, proof: str, known: Known = "logged") -> Rule:
    return Rule(name, state, known, says, proof)


OTHER = _word("unknown", "other", "an action that is not known", "any log of a newer player", "unknown")
ECHO = Rule("echo", "unknown", "logged", "an echo: a `playing` row of a few ms that says nothing", "rn_pause",
            is_nothing=True,
         beside="nothing: an echo")  # fmt: skip
TRACK = _word("unknown", "track-change", "another track was asked for", "two_tracks_btn", "unknown")
PLAYER_START = _word("starting", "player-start", "the player got ready", "normal")
STARTUP = _word("starting", "startup", "from play to the first picture", "normal")
PLAYING = _word("playing", "playing", "the row says so", "normal")
PAUSED = _word("paused", "paused", "the row says so", "pause_resume")
SEEKING = _word("seeking", "seeking", "a seek with all waiting in it", "rage_seek")
REBUFFERING = _word("rebuffering", "rebuffering", "the row says so", "stalls")
ENDED = Rule("ended", "unknown", "unknown", "watched to the end", "normal", then="ended")
ERROR = Rule("error", "unknown", "unknown", "the player gave up", "error_segment", then="error")
"""`ended` and `error` take no time; one that comes with a duration does not say of what."""

COMMON: Mapping[str, Rule] = {
    ".": ECHO,
    "S": PLAYER_START,
    "s": STARTUP,
    "p": PLAYING,
    "a": PAUSED,
    "k": SEEKING,
    "r": REBUFFERING,
    "t": TRACK,
    "e": ENDED,
    "f": ERROR,
    "?": OTHER,
}
