"""Files in the working directory: new ones, for their owner alone, whole or not at all."""

import os
from pathlib import Path

from vpe_tui.text.clean import clean

_GONE = "the working directory is gone: start again from another one"


def directory() -> Path:
    """Where files are saved. Raises `OSError` with a sentence when it is not there any more."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise OSError(_GONE) from None


def saved(name: str, text: str) -> str:
    """Saves `text` under `name`, with a number in it when there is a file of that name. What can be said of it."""
    try:
        return clean(f"saved {_written(directory(), name, text)}")
    except OSError as fault:
        return clean(f"not saved: {fault.strerror or fault}")


def _written(directory: Path, name: str, text: str) -> Path:
    for number in range(1, 1000):
        path = directory / (name if number == 1 else _numbered(name, number))
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(text)
        except OSError:  # half a report is none
            path.unlink(missing_ok=True)
            raise
        return path
    raise OSError(f"there are too many files called {name}")


def _numbered(name: str, number: int) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{number}{dot}{suffix}"
