"""Kept sessions that cannot be used, and why: each is reported once, and forgotten when it is mended or gone."""

from collections.abc import Collection
from typing import NamedTuple


class Doubt(ValueError):
    """A defect of a kept file, in words."""


class _Doubted(NamedTuple):
    text: str
    is_told: bool = False
    is_mended: bool = False


class Doubts:
    """The doubts about the kept sessions of one place."""

    def __init__(self) -> None:
        self._met: dict[str, _Doubted] = {}

    def add(self, uuid: str, fault: Exception) -> None:
        """Notes what is wrong with a session."""
        told = fault.strerror if isinstance(fault, OSError) else str(fault) if isinstance(fault, Doubt) else ""
        if uuid not in self._met or self._met[uuid].is_mended:
            self._met[uuid] = _Doubted(f"{uuid} cannot be used ({told or 'it is damaged'})")

    def settle(self, uuid: str) -> None:
        """Forgets a session: it was read, or is gone."""
        self._met.pop(uuid, None)

    def renew(self, uuid: str) -> None:
        """Notes that a session was kept anew: that it was damaged is reported all the same, once."""
        if uuid in self._met:
            self._met[uuid] = self._met[uuid]._replace(is_mended=True)

    def only_of(self, uuids: Collection[str]) -> None:
        """Forgets all sessions but these."""
        for gone in self._met.keys() - set(uuids):
            self.settle(gone)

    def told(self) -> str:
        """One line about those that were not told of yet; empty when there are none."""
        new = {uuid: doubted for uuid, doubted in self._met.items() if not doubted.is_told}
        told = ((uuid, doubted._replace(is_told=True)) for uuid, doubted in self._met.items())
        self._met = {uuid: doubted for uuid, doubted in told if not doubted.is_mended}
        if not new:
            return ""
        more = f", nor can {len(new) - 1:,} more" if len(new) > 1 else ""
        return f"the kept session {next(iter(new.values())).text}{more}"

    def of(self, uuid: str) -> str:
        """What is wrong with a session, as far as it was met; empty when nothing is."""
        return self._met[uuid].text if uuid in self._met and not self._met[uuid].is_mended else ""

    def __bool__(self) -> bool:
        """Whether something still cannot be used."""
        return not all(doubted.is_mended for doubted in self._met.values())
