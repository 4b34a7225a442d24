"""An API on loopback whose sessions change between answers, in two tables of what it may say; or it says nothing.

What it answers when a session is asked for the *n*-th time is decided by the seed alone.
"""

import json
from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Lock
from typing import Any, NamedTuple, Self

from tests.hostile.bodies import as_bytes, mutated, random_bodies
from tests.hostile.payloads import PAYLOADS, body, mixed, row
from tests.wire import Step, Talk, Wire, reply
from vpe_tui.demo.catalogue import catalogue, session_body

_MOST_BYTES = 10_000
_LONG = "00events-0000-4000-8000-000000001000"
ENTRIES = tuple(entry for entry in catalogue() if len(session_body(entry.uuid) or b"") < _MOST_BYTES)
UUIDS = (*(entry.uuid for entry in ENTRIES), _LONG)
_BODIES = {uuid: session_body(uuid) or b"" for uuid in UUIDS}
_ROWS = [entry.row for entry in catalogue()]


class Asked(NamedTuple):
    """What is asked for (a UUID; nothing: the list), and the chances of this answer."""

    uuid: str
    random: Random


class Way(NamedTuple):
    """A way to answer; how often, of all weights."""

    weight: int
    step: Callable[[Asked], Step]


class World:
    """Use it in `with`: then it answers at `url`."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked: Counter[str] = Counter()
        self._lock = Lock()
        self._wire = Wire(beyond=self._serve)
        self.url = self._wire.url

    @property
    def asked(self) -> int:
        """How often."""
        return self._asked.total()

    def __enter__(self) -> Self:
        self._wire.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wire.__exit__(*error)

    def _serve(self, talk: Talk) -> None:
        """One connection; it is kept as long as the client keeps it."""
        while request := talk.request():
            step = self._step(request.path.partition("?")[0].removeprefix("/v1/sessionRecent").strip("/"))
            if isinstance(step, bytes):
                talk.send(step)
            else:
                step(talk)
                return

    def _step(self, uuid: str) -> Step:
        with self._lock:
            self._asked[uuid] += 1
            random = Random(f"world {self._seed} {uuid} {self._asked[uuid]}")
        ways = SESSIONS if uuid else LISTS
        return random.choices(ways, [way.weight for way in ways])[0].step(Asked(uuid, random))


def good(data: bytes) -> bytes:
    """An answer; the connection stays."""
    return reply(200, data).replace(b"Connection: close\r\n", b"", 1)


# Sessions


def session(asked: Asked) -> Any:
    """As it is in the demo; another one's, where there is no such session."""
    return json.loads(_BODIES.get(asked.uuid) or _BODIES[asked.random.choice(UUIDS)])


def changed(change: Callable[[dict[str, Any], Random], object]) -> Callable[[Asked], Step]:
    """A session after `change` of its result."""

    def step(asked: Asked) -> Step:
        made = session(asked)
        result = made["result"]
        change(result[0] if isinstance(result, list) else result, asked.random)
        return good(json.dumps(made).encode())

    return step


def fewer(result: dict[str, Any], random: Random) -> None:
    rows = result["sessionLog"]
    del rows[random.choice((1, 2, 3, len(rows) // 2, len(rows) - 1)) :]


def later_only(result: dict[str, Any], random: Random) -> None:
    rows = result["sessionLog"]
    del rows[: random.randint(0, len(rows))]


def no_rows(result: dict[str, Any], random: Random) -> None:
    result["sessionLog"] = random.choice(([], None, {}, ""))


def more(result: dict[str, Any], random: Random) -> None:
    result["sessionLog"] = (result["sessionLog"] * random.choice((2, 3, 20)))[:3_000]


def other_order(result: dict[str, Any], random: Random) -> None:
    random.shuffle(result["sessionLog"])


def other_tracks(result: dict[str, Any], random: Random) -> None:
    """More of them, or fewer, or none."""
    result["media"] = (result.get("media") or [{}]) * random.choice((0, 1, 2, 3))
    for each in result["sessionLog"]:
        if random.random() < 0.1:
            each["actionType"] = random.choice(("next_track", "prev_tarck", "ended", "player_start"))


def no_parts(result: dict[str, Any], random: Random) -> None:
    for part in random.sample(sorted(result), random.randint(1, len(result))):
        del result[part]


def whole(asked: Asked) -> Step:
    return good(json.dumps(session(asked)).encode())


def another(asked: Asked) -> Step:
    return good(_BODIES[asked.random.choice(UUIDS)])


def mutant(asked: Asked) -> Step:
    made = session(asked)
    for _ in range(asked.random.randint(1, 6)):
        made = mutated(made, asked.random)
    return good(as_bytes(made, asked.random))


def hostile(asked: Asked) -> Step:
    return good(body(mixed(asked.random.randrange(len(PAYLOADS)))))


# Lists


def rows(asked: Asked) -> Step:
    return good(_listed(_ROWS))


def fewer_rows(asked: Asked) -> Step:
    """Any of them, in any order, some twice."""
    return good(_listed(asked.random.choices(_ROWS, k=asked.random.choice((0, 1, 2, 30)))))


def hostile_rows(asked: Asked) -> Step:
    names = asked.random.sample(sorted(PAYLOADS), 3)
    return good(_listed([*_ROWS[:5], *(row(name, every=asked.random.random() < 0.5) for name in names)]))


def mutant_rows(asked: Asked) -> Step:
    made = json.loads(_listed(_ROWS))
    for _ in range(asked.random.randint(1, 6)):
        made = mutated(made, asked.random)
    return good(as_bytes(made, asked.random))


def _listed(found: list[dict[str, Any]]) -> bytes:
    return body({"code": 200, "message": "sessionRecent", "result": found})


# Neither

RETRY_AFTER = (
    "0", "1", "1.5", "-1", "-0", "+1", "nan", "inf", "1e3", "1e999", "", " ", "soon", "0x10", "1_0", "٣", "½", "9" * 99,
    "99999999999999999999", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Wed, 21 Oct 2015 07:28:00 GMT",
    "Mon, 01 Jan 2030 00:00:00 +99999999999999999999", "Fri, 31 Dec 9999 23:59:59 -2359", "01 Jan 2030 00:00:00",
    "Mon, 01 Jan 0001 00:00:00 +2359", "Mon, 99 Foo 2030 25:61:61 GMT", ", , ,", "1, 2", "(comment",
)  # fmt: skip


SAYS = (b"", b'{"error": {"errorCode": "4700", "message": "busy \\u001b[2J[/]"}}', b"<html>")


def refused(asked: Asked) -> Step:
    status = asked.random.choice((400, 401, 403, 404, 404, 408, 500, 500, 502, 504, 599, 204, 304))
    return reply(status, asked.random.choice(SAYS))


def later(asked: Asked) -> Step:
    """Each kind of date and number in turn, and what is neither."""
    when = asked.random.choice(RETRY_AFTER).encode("utf-8").decode("latin-1")
    return reply(asked.random.choice((503, 429)), b"", f"Retry-After: {when}")


def no_such(asked: Asked) -> Step:
    return good(asked.random.choice((b'{"code": 200, "result": null}', b'{"code": 200, "message": "Unauthorized"}')))


def cut(asked: Asked) -> Step:
    data = _BODIES.get(asked.uuid, _listed(_ROWS))
    return reply(200, data[: asked.random.randint(0, len(data))], length=len(data))


def slow(asked: Asked) -> Step:
    """In time, or too late."""
    wait_s = asked.random.choice((0.2, 0.7, 1.5))

    def step(talk: Talk) -> None:
        talk.wire.over.wait(wait_s)
        talk.send(reply(200, _BODIES.get(asked.uuid, _listed(_ROWS))))

    return step


def silent(asked: Asked) -> Step:
    return Talk.stall


def gone(asked: Asked) -> Step:
    return Talk.reset


def drips(asked: Asked) -> Step:
    return lambda talk: talk.pour(b"HTTP/1.1 200 OK\r\nX: y", 0.05)


def nonsense(asked: Asked) -> Step:
    return good(list(random_bodies(6, asked.random.randrange(1 << 30)))[asked.random.randrange(6)])


_ANYWHERE = (
    Way(6, refused),
    Way(4, later),
    Way(2, no_such),
    Way(3, cut),
    Way(4, slow),
    Way(1, silent),
    Way(1, gone),
    Way(1, drips),
    Way(3, nonsense),
)
SESSIONS = (
    Way(25, whole),
    Way(15, changed(fewer)),
    Way(5, changed(later_only)),
    Way(4, changed(no_rows)),
    Way(5, changed(more)),
    Way(4, changed(other_order)),
    Way(8, changed(other_tracks)),
    Way(3, changed(no_parts)),
    Way(6, another),
    Way(6, mutant),
    Way(5, hostile),
    *_ANYWHERE,
)
"""What it says of a session. A new way to answer is a line here."""
LISTS = (Way(60, rows), Way(20, fewer_rows), Way(6, hostile_rows), Way(6, mutant_rows), *_ANYWHERE)
"""What it says when asked for the list."""
