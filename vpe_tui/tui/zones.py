"""The zones that the wall clock is told in, one after another."""

from collections.abc import Sequence

_ALWAYS = ("kst", "local", "utc")


def zones_from(wanted: str) -> tuple[str, ...]:
    """Those that are turned through, the wanted one first."""
    return tuple(dict.fromkeys((wanted.lower() if wanted.lower() in _ALWAYS else wanted, *_ALWAYS)))


def zone_after(name: str, zones: Sequence[str]) -> str:
    """The next one."""
    return zones[(zones.index(name) + 1) % len(zones)]


def zone_said(name: str) -> str:
    """That another one holds."""
    return f"wall clock in {name}"
