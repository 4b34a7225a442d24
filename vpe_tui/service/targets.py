"""Targets of a lookup: a UUID, a console URL, a saved answer, a line of stdin."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vpe_tui.errors import NotASession, UsageFault
from vpe_tui.store.named import read_named
from vpe_tui.text.decoding import PACKED, text_of

STDIN = "-"
_PIPED_MOST = 256 * 1024 * 1024
_ENDINGS = (".json", ".json.gz", ".ndjson", ".ndjson.gz")
"""Of a file with an answer in it, or several."""


class Opening(NamedTuple):
    """A target on its screen, and where: a place to stand at, a filter in words."""

    uuid: str
    at: str = ""
    """A time, a share or a row's number, as `t` takes it."""
    filter: str = ""


class Comparing(NamedTuple):
    """Two targets on one screen, and at what they are aligned, if that is asked for."""

    a: str
    b: str
    align: str = ""


class Line(str):
    """A target from a line of stdin: it names a file only where that is plain to see."""


def is_file(target: str) -> bool:
    """Whether a target names a saved answer: `-` (stdin) or a path. It has no network and needs no credentials."""
    if isinstance(target, Line):
        return target.startswith(("/", "./")) or (target.endswith(_ENDINGS) and _is_there(target))
    if target == STDIN or target.endswith(_ENDINGS):
        return True
    from vpe_tui.text.uuid import is_url, unwrapped

    return not is_url(unwrapped(target)) and (os.sep in target or _is_there(target))


def _is_there(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # longer than any name, a NUL in it
        return False


_ANSWERS = ("[", "<", "HTTP/")
"""How an answer may begin, also one that is none, before its first brace."""


def piped_answer() -> bool:
    """Whether stdin holds an answer, good or bad, and not lines that name sessions."""
    head = piped()[:4096]
    text = text_of(head).lstrip()
    from vpe_tui.text.uuid import names_session

    if names_session(text.partition("\n")[0]):  # `<https://…|x>` begins like a page
        return False
    return head.startswith(PACKED) or text.startswith(_ANSWERS) or "{" in text or "\0" in text


@cache
def piped() -> bytes:
    """The bytes on stdin, which come once. Raises `UsageFault` when it is closed."""
    if sys.stdin is None:
        raise UsageFault("Nothing to read", "stdin is closed", "give a file or a pipe")
    return sys.stdin.buffer.read(_PIPED_MOST)


def read_saved(target: str, limit: int, pipe_s: float | None = None) -> bytes:
    """The bytes of a saved answer, of `<(zcat x.gz)` after `pipe_s` seconds at most; no `Line` names such a one.

    Raises a `Fault` when it cannot be read or is larger than `limit` bytes.
    """
    try:
        if target == STDIN:
            body = piped()
        else:
            body = read_named(Path(target).expanduser(), limit, None if isinstance(target, Line) else pipe_s).body
    except (OSError, ValueError, RuntimeError) as fault:  # a NUL in the name, a home that is not there
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        from vpe_tui.text.clean import one_line

        hint = "give it a longer --timeout" if isinstance(fault, TimeoutError) else "check its name"
        raise UsageFault("The file cannot be read", f"{one_line(target)}: {why}", hint) from None
    if len(body) > limit:
        raise NotASession("This file is too large", f"it is larger than {limit >> 20} MiB", "see max_answer_mib")
    return body


def name_of(target: str) -> str:
    """The UUID in a file's name, else the name."""
    from vpe_tui.text.clean import clean
    from vpe_tui.text.uuid import uuid_in_name

    name = Path(target).name
    return uuid_in_name(name) or ("stdin" if target == STDIN else clean(name))
