"""What can be done with kept sessions: star them, delete them, put them back. Each gives the sentence to be said."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

from vpe_tui.fleet.notes import Notes
from vpe_tui.text.clean import clean

if TYPE_CHECKING:
    from vpe_tui.store.cache import Deleted, SessionCache

UNDONE_MOST = 10
"""So many of the sessions deleted last can be put back."""


async def star(cache: "SessionCache", uuid: str, *, cannot: str) -> str:
    """A star, or none where there is one. `cannot` is said of a session that is not kept."""
    try:
        wanted = not await asyncio.to_thread(cache.is_starred, uuid)
        starred = await asyncio.to_thread(cache.star, uuid, wanted)
    except OSError as fault:
        return clean(f"no star: {fault.strerror or fault}")
    if wanted and not starred:
        return cannot
    return "starred: it is kept until the star is taken away" if starred else "no star"


class Noted(NamedTuple):
    """What can be said of a note, and the session's notes with it; None where it was not kept."""

    said: str
    notes: Notes | None = None


async def note(cache: "SessionCache", uuid: str, text: str, at_ms: int | None = None, *, cannot: str) -> Noted:
    """A note on the session, or on its row that begins then (epoch ms); the others stay as they are on disk."""
    try:
        notes = (await asyncio.to_thread(cache.notes, uuid)).noted(text, at_ms)
        is_kept = await asyncio.to_thread(cache.note, uuid, notes)
    except OSError as fault:
        return Noted(clean(f"not noted: {fault.strerror or fault}"))
    if not is_kept:
        return Noted(cannot)
    return Noted("noted; starred, so that it stays" if notes else "no note", notes)


class Keeping:
    """One thing at a time, each about the file as it is when its turn comes: another program may have been at it.

    `changed` reads the list anew, before the next turn and before anything is said.
    """

    def __init__(self, cache: "Callable[[], SessionCache]", changed: Callable[[], Awaitable[None]]) -> None:
        self._cache = cache
        self._changed = changed
        self._deleted: deque[Deleted] = deque(maxlen=UNDONE_MOST)
        self._turn = asyncio.Lock()

    async def star(self, uuid: str) -> str:
        async with self._turn:
            said = await star(self._cache(), uuid, cannot="it is kept no longer, so it can have no star")
            await self._changed()
        return said

    async def note(self, uuid: str, text: str) -> str:
        """A note on the session; those on its rows stay."""
        async with self._turn:
            noted = await note(
                self._cache(),
                uuid,
                text,
                cannot="it is not kept here, so it can have no note: enter opens and keeps it",
            )
            await self._changed()
        return noted.said

    async def delete(self, uuid: str) -> str:
        cache = self._cache()
        async with self._turn:
            try:
                if await asyncio.to_thread(cache.is_starred, uuid):
                    return "a starred session is not deleted: * takes the star away"
                deleted = await asyncio.to_thread(cache.take, uuid)
            except OSError as fault:
                return clean(f"it cannot be deleted: {fault.strerror or fault}")
            if deleted is not None:
                self._deleted.append(deleted)
            await self._changed()
        return f"deleted: u brings it back{self._more_to_undo(1)}" if deleted else "it was deleted already"

    async def put_back(self, stand_on: Callable[[str], bool]) -> str:
        """Puts back what was deleted last. The cursor is to stand on it; `stand_on` tells whether it can."""
        async with self._turn:
            if not self._deleted:
                return "nothing was deleted that could be brought back"
            deleted = self._deleted[-1]
            try:
                is_back = await asyncio.to_thread(self._cache().restore, deleted)
            except OSError as fault:
                return clean(f"it cannot be brought back: {fault.strerror or fault}")
            self._deleted.remove(deleted)
            await self._changed()
            shown = "" if stand_on(deleted.uuid) else "; this list does not show it"
        return f"{'it is kept again' if is_back else 'it was kept again already'}{shown}{self._more_to_undo(0)}"

    def _more_to_undo(self, known: int) -> str:
        more = len(self._deleted) - known
        return f" · {more} more can be brought back" if more > 0 else ""
