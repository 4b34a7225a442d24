"""Values of settings: read from what a flag, the environment or a file holds. Each reader raises ValueError."""

import dataclasses
import shlex
from collections.abc import Callable, Mapping

from vpe_tui.secret import Secret
from vpe_tui.session.bands import BANDS, Bands, Cutoffs
from vpe_tui.session.times import zone_named


class WrongEntries(ValueError):
    """Entries of a table that cannot be used, each with why."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{entry}: {why}" for entry, why in wrong.items()))
        self.wrong = wrong


def text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("should be text")
    return value.strip()


def secret(value: object) -> Secret:
    return Secret(text(value))


def argv(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return tuple(value)
    return tuple(shlex.split(text(value)))


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("should be true or false")
    return value


def count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("should be a whole number, 0 or more")
    return value


def seconds(value: object) -> float:
    """`"60s"`, `"2m"`, `"500ms"`, `"1h"`, `"7d"` or a bare number of seconds, as seconds. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
        return float(value)
    said = value.strip().lower() if isinstance(value, str) else ""
    for unit, size in (("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)):
        number = said.removesuffix(unit).strip() if said.endswith(unit) else ""
        if number.replace(".", "", 1).isdecimal() and number.isascii() and float(number) * size < 1e9:
            return float(number) * size
    raise ValueError('should be a length of time such as "60s" or "2m"')


def length(value: object) -> float:
    """`seconds`, but not none at all."""
    if (found := seconds(value)) == 0:
        raise ValueError("should be longer than nothing")
    return found


def one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"should be one of {', '.join(words)}")
        return str(value)

    return read


def zone(value: object) -> str:
    zone_named(text(value))
    return text(value)


def keys(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError('should be a table of command = "key,key"')
    wrong = {name: 'should be text such as "f5,r"' for name, keys in value.items() if not isinstance(keys, str)}
    if wrong:
        raise WrongEntries(wrong)
    return dict(value)


def bands(value: object) -> Bands:
    known = [each.name for each in dataclasses.fields(Bands)]
    if not isinstance(value, dict):
        raise ValueError(f"should be a table of {', '.join(known)}")
    wrong: dict[str, str] = {}
    read: dict[str, Cutoffs] = {}
    for name, pair in value.items():
        if name not in known:
            wrong[name] = f"no such band; there are {', '.join(known)}"
        elif (cutoffs := _cutoffs(pair)) is None:
            wrong[name] = "should be [greatest good, greatest fair], such as [2, 5]"
        else:
            read[name] = cutoffs
    if wrong:
        raise WrongEntries(wrong)
    return dataclasses.replace(BANDS, **read)


def _cutoffs(pair: object) -> Cutoffs | None:
    """None for what is none."""
    try:
        good, fair = map(float, pair)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return None
    return Cutoffs(good, fair) if 0 <= good <= fair else None
