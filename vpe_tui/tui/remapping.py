"""A user's `[keys]`: the keys that commands have then, and which defaults gave way."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.keys import Keys, _character_to_key, key_to_character

from vpe_tui.tui.commands import (
    ALWAYS,
    CHOICE,
    COLUMNS,
    DIALOG,
    EVERYWHERE,
    EXPLANATION,
    MOVE,
    READ_ON,
    SESSION,
    SESSIONS,
    SORTING,
    TIMELINE,
    TRIAGE,
    VALUE,
    Group,
    by_id,
    no_key,
)

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "pane.errors": "pane.findings",
        "sessions.poll": "sessions.watch",
        "sessions.forget": "sessions.delete",
        "sessions.sort-next": "sessions.sort",
        "sessions.sort-previous": "sessions.sort",
        "sessions.sort-reverse": "sorting.turn",
        "explanation.close": "dialog.close",
        "choice.close": "dialog.close",
        "app.quit-at-once": "app.quit",
    }
)
"""Ids that commands once had, and what they are called now: a `[keys]` of an older version goes on working."""

_TOGETHER = (
    (MOVE, READ_ON, TIMELINE, SESSION, EVERYWHERE, ALWAYS),
    (MOVE, READ_ON, SESSIONS, EVERYWHERE, ALWAYS),
    (MOVE, READ_ON, TRIAGE, EVERYWHERE, ALWAYS),
    (MOVE, READ_ON, DIALOG, EXPLANATION, ALWAYS),
    (MOVE, READ_ON, DIALOG, VALUE, ALWAYS),
    (MOVE, READ_ON, DIALOG, CHOICE, VALUE, ALWAYS),
    (MOVE, READ_ON, DIALOG, SORTING, ALWAYS),
    (MOVE, DIALOG, COLUMNS, ALWAYS),
)
"""Groups whose keys are live at the same time."""


class Remapped(NamedTuple):
    """What becomes of a `[keys]` table."""

    keys: Mapping[str, str]
    """The keys of each command that has others than by default."""
    told: tuple[str, ...]
    """What a user should know: old ids, and the defaults that gave way."""
    wrong: tuple[str, ...]
    """What cannot be, a line each: unknown commands, unknown keys, two of the user's own on one key."""


def remapped(given: Mapping[str, str], renamed: Mapping[str, str] = RENAMED) -> Remapped:
    """A key that is given takes it from a default; only two of those given clash."""
    known = by_id()
    ours = {renamed.get(id, id): keys for id, keys in given.items() if renamed.get(id) not in given}
    keys = {id: _split(keys) for id, keys in ours.items() if id in known}
    wrong = [f"{id}: no such command" for id in ours if id not in known]
    for id, its_keys in keys.items():
        wrong += [f"{id}: “{key}” is no key" for key in its_keys if not _is_key(key)]
        wrong += [f"{id}: at least one key is needed"] if not its_keys else []
    wrong += sorted({clash for groups in _TOGETHER for clash in _clashes(groups, keys)})
    taken = _taken(keys)
    left = {id: [key for key in _split(known[id].keys) if key not in gone] for id, gone in taken.items()}
    told = [_old_name(id, renamed[id], given) for id in given if id in renamed]
    told += [_gave_way(id, gone, left[id]) for id, gone in taken.items()]
    return Remapped({id: ",".join(has) or no_key(id) for id, has in (keys | left).items()}, tuple(told), tuple(wrong))


def _taken(given: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Of each command whose default keys give way: those keys, and which command has each now."""
    taken: dict[str, dict[str, str]] = {}
    for groups in _TOGETHER:
        owners = {key: id for id in _ids(groups) for key in given.get(id, ())}
        for id in _ids(groups):
            if id not in given and (gone := {key: owners[key] for key in _split(by_id()[id].keys) if key in owners}):
                taken[id] = taken.get(id, {}) | gone
    return taken


def _clashes(groups: Iterable[Group], given: Mapping[str, list[str]]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for id in _ids(groups):
        for key in given.get(id, ()):
            other = owners.setdefault(key, id)
            if other != id:
                yield f"{key}: both {other} and {id}"


def _ids(groups: Iterable[Group]) -> Iterator[str]:
    return (command.id for group in groups for command in group.commands)


def _old_name(old: str, new: str, given: Mapping[str, str]) -> str:
    return f"{old} is called {new} now" + ("; both are given, and the new one counts" if new in given else "")


def _gave_way(id: str, gone: Mapping[str, str], left: list[str]) -> str:
    taken = ", ".join(f"{key} for {owner}" for key, owner in gone.items())
    return f"{id} gives up {taken}; {f'it keeps {chr(44).join(left)}' if left else 'no key is left to it'}"


def _split(keys: str) -> list[str]:
    """Keys by the names that Textual has for them, so that `?` and `question_mark` are the same."""
    names = [key.strip() for key in keys.split(",") if key.strip()]
    return [_character_to_key(name) if len(name) == 1 else name for name in names]


def _is_key(key: str) -> bool:
    key = key.removeprefix("alt+")
    return key in {each.value for each in Keys} or len(key) == 1 or key_to_character(key) is not None
