"""Sessions that go on while the demo does: one more every few seconds, each as far as the clock has come."""

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from vpe_tui.demo.catalogue import Entry
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import Simulated, lived
from vpe_tui.demo.stories import BREAKS_OFF_SOON, STORIES
from vpe_tui.demo.world import CLIPS, IPHONES, PCS, cast

_EVERY_MS = 20_000
_BEFORE_MS = 25_000
"""So long before the demo the first began."""
_FAILS_EVERY = 3


class Live(NamedTuple):
    """The sessions since the demo began. The first goes on already and fails within two minutes; it is not listed: the
    lists begin with what is worth a look. Of the others each third fails."""

    began_ms: int
    clock: Callable[[], int]

    def session(self, uuid: str) -> Simulated | None:
        """A session by its UUID; None before it began."""
        first, _, last = uuid.rpartition("-")
        is_ours = first == "11fe11fe-0000-4000-8000" and last.isascii() and last.isdecimal()
        return self._session(int(last)) if is_ours and len(last) == 12 else None

    def entries(self, since_ms: int, until_ms: int) -> Iterator[Entry]:
        """The sessions that began within a time, the newest first."""
        newest = (min(until_ms, self.clock()) - self.began_ms) // _EVERY_MS
        for number in range(newest, 0, -1):
            found = self._session(number)
            if found is None or found.started_ms < since_ms:
                return
            yield Entry(found.uuid, found.kind, number, found.started_ms, found.is_live, found.row)

    def _session(self, number: int) -> Simulated | None:
        now_ms, rng = self.clock(), Random(f"live:{number}")
        started_ms = self.began_ms + (number * _EVERY_MS if number else -_BEFORE_MS)
        if started_ms > now_ms:
            return None
        parts = cast(rng, CLIPS, rng.choice((PCS, IPHONES)), Kind.CLEAN_VOD)
        story = STORIES[Kind.CLEAN_VOD] if number % _FAILS_EVERY else BREAKS_OFF_SOON
        return lived(rng, Kind.CLEAN_VOD, live_uuid(number), started_ms, parts, story, until_ms=now_ms)


def live_uuid(number: int = 0) -> str:
    """The UUID of the n-th; the first fails while one watches."""
    return f"11fe11fe-0000-4000-8000-{number:012d}"
