"""The sessions of a hand-over file, as if they were kept here: a directory of its own, for as long as it is used."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from vpe_tui.errors import Fault, NotASession, OutputFault
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.targets import read_saved
from vpe_tui.settings.sources import Settings
from vpe_tui.store.cache import Kept
from vpe_tui.text.decoding import PACKED

_MOST = 100_000
_LOOKED_AT = 4_096
"""Bytes; where a packed file unpacks to fewer than ours begin with, it is none."""


class Room(NamedTuple):
    """Where the sessions of a file are, with the settings under which they are looked at: nothing is asked for."""

    settings: Settings
    directory: Path


def is_handover_file(target: str) -> bool:
    """Whether a file holds sessions that were handed over. One that cannot be read does not."""
    from vpe_tui.report.handover import is_handover

    try:
        path = Path(target).expanduser()
        if not path.is_file():  # a pipe is none: it is not to be waited for, nor to be read twice
            return False
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT)
        if head.startswith(PACKED):
            with gzip.open(path) as file:
                head = file.read(_LOOKED_AT)
    except (OSError, ValueError, EOFError, RuntimeError):
        return False
    return is_handover(head)


@contextmanager
def room_of(target: str, settings: Settings) -> Iterator[Room]:
    """The sessions of a file, read and kept apart. Raises a `Fault` where it cannot be used."""
    quiet = replace(
        settings,
        handed_over=Path(target).name,
        cache_enabled=True,
        cache_max_sessions=_MOST,
        cache_max_mib=1_000_000,
        cache_keep_days=36_500,
        prefetch=False,
    )
    with TemporaryDirectory(prefix="vpe-tui-") as directory:
        room = Room(quiet, Path(directory))
        _fill(room, target)
        yield room


def _fill(room: Room, target: str) -> None:
    from vpe_tui.api.body import unpacked
    from vpe_tui.fleet.summary import summary_of
    from vpe_tui.qoe.diagnosis import diagnose
    from vpe_tui.report.handover import sessions_in
    from vpe_tui.session.parse import parse_session

    limit, settings = room.settings.max_answer_mib << 20, room.settings
    cache, found = Lookup(settings, room.directory, now_ms).cache, 0
    for handed in sessions_in(unpacked(read_saved(target, limit), limit)):
        try:
            session = parse_session(handed.body, handed.uuid)
        except Fault as fault:
            raise type(fault)(fault.title, f"{handed.uuid}: {fault.cause}", "have it saved again") from None
        diagnosis = diagnose(session, handed.fetched_ms, settings.bands, player=settings.player)
        try:
            cache.put(Kept(handed.uuid, handed.fetched_ms, handed.body), summary_of(session, diagnosis))
            cache.note(handed.uuid, handed.notes)
            cache.star(handed.uuid, handed.starred)
        except OSError as fault:  # a UUID that is none, a disk that is full
            raise OutputFault("The file cannot be opened", f"{handed.uuid}: {fault.strerror or fault}") from None
        found += 1
    if not found:
        raise NotASession("This file is no hand-over", "it has no session in it", "have it saved again")
