"""Readers of setting values, from a flag, the environment or a file. Each raises ValueError."""

import shlex
from collections.abc import Callable, Mapping

from vpe_tui.qoe.bands import BANDS, GONE, Bands, Cutoffs
from vpe_tui.settings.secret import Secret
from vpe_tui.text.clean import unsafe
from vpe_tui.text.times import zone_named
from vpe_tui.text.typed_times import length_s

_LONGEST = 4_096
"""Characters of a text; no address, name or key is longer."""
_MOST = 1e9
"""Seconds or anything else: what is larger was not meant."""


class WrongEntries(ValueError):
    """Entries of a table that cannot be used, each with why."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{entry}: {why}" for entry, why in wrong.items()))
        self.wrong = wrong


def text(value: object) -> str:
    """A reader of text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("should be text")
    found = value.strip()
    if len(found) > _LONGEST:
        raise ValueError(f"should be text of {_LONGEST:,} characters at most")
    if unsafe().search(found):
        raise ValueError("should be text without control or invisible characters")
    return found


def secret(value: object) -> Secret:
    """A reader of a secret."""
    return Secret(text(value))


def argv(value: object) -> tuple[str, ...]:
    """A reader of a command as a list of words."""
    parts = value if isinstance(value, list) else shlex.split(text(value))
    if not (parts and all(isinstance(part, str) and "\0" not in part for part in parts) and parts[0]):
        raise ValueError('should be a command such as "pass show vpe", or a list of its words')
    return tuple(parts)


def flag(value: object) -> bool:
    """A reader of yes or no."""
    if not isinstance(value, bool):
        raise ValueError("should be true or false")
    return value


def flag_or(word: str) -> Callable[[object], bool | str]:
    """A reader of yes, no or a word."""

    def read(value: object) -> bool | str:
        if not (isinstance(value, bool) or value == word):
            raise ValueError(f"should be true, false or “{word}”")
        return word if value == word else bool(value)

    return read


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers within bounds."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"should be a whole number from {least} to {most}")
        return value

    return read


def seconds(value: object) -> float:
    """A length of time, written as `typed_times` has it or a bare number of seconds, as seconds. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST:
        return float(value)
    found = length_s(value) if isinstance(value, str) else None
    if found is not None and found < _MOST:
        return found
    raise ValueError('should be a length of time such as "60s" or "2m"')


def length(value: object) -> float:
    """A reader of `seconds`, which refuses 0."""
    if (found := seconds(value)) == 0:
        raise ValueError("should be longer than 0 s")
    return found


class OneOf:
    """A reader of one of some words, which it can tell."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, value: object) -> str:
        if value not in self.words:
            raise ValueError(f"should be one of {', '.join(self.words)}")
        return str(value)


def zone(value: object) -> str:
    """A reader of a time zone's name."""
    zone_named(text(value))
    return text(value)


def keys(value: object) -> dict[str, str]:
    """A reader of the table of keys."""
    if not isinstance(value, dict):
        raise ValueError('should be a table of command = "key,key"')
    wrong = {
        name: 'should be text such as "f5,r"'
        for name, keys in value.items()
        if not isinstance(keys, str) or unsafe().search(keys)
    }
    if wrong:
        raise WrongEntries(wrong)
    return dict(value)


def links(value: object) -> dict[str, str]:
    """A reader of the table of links."""
    table = _table(value, 'name = "https://…{uuid}"')
    wrong = {name: why for name, template in table.items() if (why := _why_no_template(template))}
    if wrong:
        raise WrongEntries(wrong)
    return {name: str(template) for name, template in table.items()}


def commands(value: object) -> dict[str, tuple[str, ...]]:
    """A reader of the table of commands, each a list of its words."""
    table, read, wrong = _table(value, 'name = ["less", "/var/log/{host}.log"]'), {}, {}
    for name, words in table.items():
        try:
            read[name] = argv(words)
        except ValueError as fault:
            wrong[name] = str(fault)
        else:
            wrong |= dict.fromkeys([name], why) if (why := "".join(map(_why_no_template, read[name]))) else {}
    if wrong:
        raise WrongEntries(wrong)
    return read


def _table(value: object, such_as: str) -> dict[str, object]:
    if not isinstance(value, dict) or any(unsafe().search(name) for name in value):
        raise ValueError(f"should be a table of {such_as}")
    return value


def _why_no_template(template: object) -> str:
    from vpe_tui.report.doors import FIELDS, unknown_fields

    if not isinstance(template, str) or unsafe().search(template):
        return "should be text"
    unknown = unknown_fields(template)
    return f"there is no {{{unknown[0]}}}; there are {', '.join(FIELDS)}" if unknown else ""


def columns(value: object) -> tuple[str, ...]:
    """A reader of a list of columns, each once."""
    from vpe_tui.fleet.row import COLUMN_OF  # only who chooses columns waits for it

    if not isinstance(value, list) or not all(isinstance(name, str) and name.lower() in COLUMN_OF for name in value):
        raise ValueError(
            f"should be a list of {', '.join(column.name for column in COLUMN_OF.values() if column.name)}"
        )
    return tuple(name for name in dict.fromkeys(COLUMN_OF[name.lower()].name for name in value) if name)


def bands(value: object) -> Bands:
    """A reader of the table of bands."""
    known = Bands._fields
    if not isinstance(value, dict):
        raise ValueError(f"should be a table of {', '.join(known)}")
    wrong: dict[str, str] = {}
    read: dict[str, Cutoffs] = {}
    for name, pair in value.items():
        if name in GONE:  # it was right once, and is told of by `doctor`
            continue
        if name not in known:
            wrong[name] = f"no such band; there are {', '.join(known)}"
        elif (cutoffs := _cutoffs(pair)) is None:
            wrong[name] = "should be [greatest good, greatest fair], such as [2, 5]"
        else:
            read[name] = cutoffs
    if wrong:
        raise WrongEntries(wrong)
    return BANDS._replace(**read)


def _cutoffs(pair: object) -> Cutoffs | None:
    """None for what is none."""
    if not isinstance(pair, list) or len(pair) != 2 or not all(type(each) in (int, float) for each in pair):
        return None
    good, fair = pair
    return Cutoffs(float(good), float(fair)) if 0 <= good <= fair < _MOST else None
