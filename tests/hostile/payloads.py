"""Values nobody should send, and answers of the API that hold one in every field."""

import copy
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ESC, BEL, C1, DEL = "\x1b", "\x07", "\x9b", "\x7f"

PAYLOADS: dict[str, str] = {
    "erase": f"{ESC}[2J{ESC}[1;1H",
    "title": f"{ESC}]0;owned{BEL}",
    "title-open": f"{ESC}]0;owned",
    "link-open": f"{ESC}]8;;https://owned.example{ESC}\\here",
    "clipboard": f"{ESC}]52;c;b3duZWQ={BEL}",
    "c1": f"{C1}2J\x9d0;owned\x9c\x90q\x9c",
    "del": f"a{DEL}{DEL}b",
    "nul": "a\x00b\x05\x0e\x0fc",
    "bidi": "\u202egnp.exe\u202c\u2066x\u2069\u200f\u061c",
    "zero-width": "a\u200b\u200b\ufeff\u00ad\u2060b\U000e0041",
    "marks": "Z" + "\u0301\u0334\u0489" * 20 + "z",
    "surrogate": "a\ud83d\udc00\udfffb\ud800",
    "newline": "a\r\n\nb\u2028c\u2029d\x85e\x0bf\x0cg",
    "tab": "a\t\tb",
    "red": "[red]not red[/red]",
    "close": "[/]",
    "close-unknown": "[/nope] [b [[ ]]",
    "action": "[@click=app.quit]x[/]",
    "link": "[link=https://owned.example]x[/link] [on red]",
    "megabyte": "M" * 1_000_000,
    "cjk": "네이버 클라우드 소개 영상 前後左右" * 20,
    "emoji": "👩\u200d👩\u200d👧\u200d👦🏳\ufe0f\u200d🌈🇰🇷" * 20,
    "rtl": "مرحبا بالعالم שלום עולם",
    "format": "%s%n{}{0.__class__}${x}$variable",
    "path": "../../../etc/passwd\\..\\x",
    "formula": '=HYPERLINK("https://owned.example","x")+cmd|\' /C calc\'!A0',
}

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes())

ERROR = {"logDate": "2025-10-08 12:52:02", "logDateUnix": "1759895522082", "errorCode": "E0003", "errorMessage": "none"}
KEPT = ("actionType", "actionDuration", "logDateUnix", "videoTime", "watchingPercent")
"""With these whole a row keeps its kind and its time, and more of the program is met."""
LONG = ("title", "errorMessage", "visitedPage")


def mark(name: str) -> str:
    """What stands before a payload wherever it is put: plain, short, to be found on any screen."""
    return f"q{sorted(PAYLOADS).index(name):02d}"


def poisoned(name: str, *, long: bool = False) -> str:
    """A payload with its mark; the one of a megabyte only where `long`, else of 10 KB: answers have a limit too."""
    return mark(name) + (PAYLOADS[name] if long else PAYLOADS[name][:10_000])


def uuid_of(name: str, *, every: bool = False) -> str:
    return f"bad00000-0000-4000-8000-{sorted(PAYLOADS).index(name):011d}{int(every)}"


def answer(name: str, *, every: bool = False) -> dict[str, Any]:
    """A session with a payload in every field of text; with `every` in the numbers, times and kinds too."""
    return filled(itertools.repeat(name), every=every)


def mixed(shift: int) -> dict[str, Any]:
    """A session whose fields hold all payloads in turn, beginning with number `shift`."""
    names = itertools.cycle(sorted(PAYLOADS))
    return filled(itertools.islice(names, shift, None), every=False)


def filled(names: Iterator[str], *, every: bool) -> dict[str, Any]:
    """A session of two tracks, with an error in `error` and in the log, and fields and a part nobody documented."""
    made = copy.deepcopy(EXAMPLE)
    result = made["result"]
    rows = result["sessionLog"]
    last = {**rows[-1], **ERROR, "actionType": "error"}
    result["sessionLog"] = [*map(dict, rows), {**rows[-1], "actionType": "next_track"}, *map(dict, rows), last]
    result["error"] = [dict(ERROR)]
    result["media"] = [dict(result["media"][0]), dict(result["media"][0])]
    for record in records(result):
        for field, old in list(record.items()):
            if every or not (field in KEPT or isinstance(old, int | float)):
                record[field] = poisoned(next(names), long=field in LONG)
        record[poisoned(next(names))] = poisoned(next(names))
    result[poisoned(next(names))] = {poisoned(next(names)): [poisoned(next(names))]}
    return made


def records(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object with fields in a session's result."""
    for part in list(result.values()):
        yield from part if isinstance(part, list) else [part]


def row(name: str, *, every: bool = False) -> dict[str, Any]:
    """A row of the list of recent sessions with a payload in every field of text, or in every field but the UUID."""
    value = poisoned(name)
    made: dict[str, Any] = {"no": 1, "totalStartTime": 0.4, "rebufferingTime": 0, "playingTime": 9, "isError": True}
    made |= dict.fromkeys(made, value) if every else {}
    texts = dict.fromkeys(("logDate", "origin", "os", "device", "extra", value), value)
    return made | texts | {"uuid": uuid_of(name, every=every)}


def body(value: object) -> bytes:
    """JSON as hostile as it can be: bare UTF-8 where that is possible, lone surrogates as escapes."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()
