"""What stands beside the file of a kept session: its notes, and where it was left. It goes with the session."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from vpe_tui.fleet.notes import Left, Notes
from vpe_tui.store.files import read_private, remove, write_atomic
from vpe_tui.store.heads import DAMAGED

NOTES, LEFT = ".notes", ".left"
_LIMIT = 256 * 1024


def read_notes(path: Path | str) -> Notes:
    """The notes of a session by its file; none where they cannot be read."""
    return Notes.read(_read(f"{path}{NOTES}"))


def write_notes(path: Path, notes: Notes) -> None:
    """Raises OSError. No notes leave no file."""
    _write(Path(f"{path}{NOTES}"), notes.as_json() if notes else None, lasting=True)


def read_left(path: Path | str) -> Left:
    """Where a session was left; nowhere where that cannot be read."""
    return Left.read(_read(f"{path}{LEFT}"))


def write_left(path: Path, left: Left) -> None:
    """Raises OSError. It need not outlast the machine."""
    _write(Path(f"{path}{LEFT}"), left.as_json(), lasting=False)


def remove_beside(path: Path | str) -> None:
    """All of it goes."""
    for ending in (NOTES, LEFT):
        remove(f"{path}{ending}")


def taken(path: Path) -> Mapping[str, bytes]:
    """All of it as it is, by its ending."""
    return dict(_bytes(path))


def put_back(path: Path, beside: Mapping[str, bytes]) -> None:
    """As it was taken. Raises OSError."""
    for ending, data in beside.items():
        write_atomic(Path(f"{path}{ending}"), data)


def _bytes(path: Path) -> Iterator[tuple[str, bytes]]:
    for ending in (NOTES, LEFT):
        try:
            yield ending, read_private(f"{path}{ending}", _LIMIT)
        except OSError:
            continue


def _read(name: str) -> object:
    try:
        told: object = json.loads(read_private(name, _LIMIT))
    except DAMAGED:
        return None
    return told


def _write(path: Path, told: dict[str, object] | None, *, lasting: bool) -> None:
    if told is None:
        remove(path)
    else:
        write_atomic(path, json.dumps(told).encode(), lasting=lasting)
