"""The files of kept sessions in their directory, and the stars beside them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vpe_tui.store.beside import LEFT, NOTES
from vpe_tui.store.files import is_ours

_FILE = re.compile(r"([0-9A-Za-z-]{1,64})\.([0-9a-f]{12})\.gz")
_STAR = ".star"


class KeptFile(NamedTuple):
    """The file of a kept session, as the directory tells of it."""

    name: str
    path: str
    uuid: str
    suffix: str
    """Of the place that it belongs to."""
    status: os.stat_result
    starred: bool
    noted: bool = False
    """Whether there are notes beside it."""

    @property
    def written_ms(self) -> int:
        return int(self.status.st_mtime * 1000)


def kept_files(directory: Path) -> Iterator[KeptFile]:
    """Files of ours that hold a session, of all places. None where the directory cannot be read."""
    try:
        with os.scandir(directory) as entries:
            found = {entry.name: entry for entry in entries}
    except OSError:
        return
    for name, entry in found.items():
        if (match := _FILE.fullmatch(name)) and (status := _ours(entry)):
            starred, noted = name + _STAR in found, name + NOTES in found
            yield KeptFile(name, entry.path, match[1], match[2], status, starred, noted)


def orphans(directory: Path) -> Iterator[str]:
    """What stands beside a session that is gone."""
    try:
        names = set(os.listdir(directory))  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return
    for name in names:
        base, dot, ending = name.rpartition(".")
        if f"{dot}{ending}" in (NOTES, LEFT) and _FILE.fullmatch(base) and base not in names:
            yield f"{directory}/{name}"


def _ours(entry: "os.DirEntry[str]") -> os.stat_result | None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return None
    return status if is_ours(status) else None


def star_of(path: Path | str) -> str:
    """The star of a file: an empty one beside it, set and unset by one system call, whoever rewrites the session."""
    return f"{path}{_STAR}"


def is_starred(path: Path | str) -> bool:
    """Whether a file has a star at this moment."""
    return os.path.lexists(star_of(path))


def set_star(path: Path | str) -> None:
    """Sets the star beside a file. Raises OSError."""
    os.close(os.open(star_of(path), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
