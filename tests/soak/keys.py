"""What a terminal sends for each key: of every declared command, and of everything else a keyboard has."""

import string

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import _character_to_key

from vpe_tui.tui.commands import by_id, no_key

LEAVING = ("app.leave", "app.quit")
"""The commands that end the program."""

PALETTE = "app.palette"
"""Offers them too."""

STAYING = dict(zip((*LEAVING, PALETTE), ("f20", "f21", "f19"), strict=True))
"""`[keys]` of a program that is not to be ended: keys that are pressed by nobody who does not mean it."""

_CHARACTERS = {_character_to_key(each): each for each in string.printable if each.isprintable()}
_SEQUENCES = {keys[0].value: sequence for sequence, keys in ANSI_SEQUENCES_KEYS.items() if isinstance(keys, tuple)}
KEYBOARD = tuple(sorted(sequence.encode() for sequence in ANSI_SEQUENCES_KEYS))
"""Every sequence that is a key, to some terminal."""

MEANT = frozenset(
    sequence.encode()
    for sequence, keys in ANSI_SEQUENCES_KEYS.items()
    if isinstance(keys, tuple) and keys[0].value in STAYING.values()
)
"""Every sequence that is a key of `STAYING`."""


def sent_for(key: str) -> bytes:
    """What is sent for a key as commands name it. Raises KeyError for one that no terminal sends."""
    alt, key = key.startswith("alt+"), key.removeprefix("alt+")
    sequence = key if len(key) == 1 else _CHARACTERS.get(key) or _SEQUENCES[key]
    return b"\x1b" * alt + sequence.encode()


def keys_of(*ids: str) -> tuple[bytes, ...]:
    """What is sent for the keys of these commands."""
    return tuple(sent_for(key) for id in ids for key in by_id()[id].keys.split(","))


COMMANDS = tuple(keys_of(id) for id in by_id() if id not in LEAVING and by_id()[id].keys != no_key(id))
"""For each command that does not end the program and has keys, these."""
