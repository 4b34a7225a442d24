"""An API with many sessions of one hour: `COUNT EVENTS DELAY_S`. Prints its address.

It lists the newest 100 of what is asked for, and tells every session as one of `EVENTS` rows, each after `DELAY_S`.
"""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import long_uuid, simulate
from vpe_tui.demo.server import session_body
from vpe_tui.service.lookup import now_ms
from vpe_tui.text.times import KST, date_time

_MOST = 100
_ONE_BAD_IN = 10
_SYSTEMS = ("Windows / 10", "Windows / 11", "Android / 15", "iOS / 18.6.2", "macOS / 15")
_TARGET = re.compile(rb"GET (\S+) HTTP")
BAD, GOOD = Kind.FATAL_ERROR, Kind.CLEAN_VOD


class World:
    """The sessions of the hour that ends now, and their answers."""

    def __init__(self, count: int, events: int) -> None:
        self._ends_ms = now_ms()
        self._rows = [self._row(number, count) for number in range(count)]
        if events:
            self._bodies = [session_body(long_uuid(events)) or b""]
        else:
            kinds = (BAD, *[GOOD] * (_ONE_BAD_IN - 1))
            self._bodies = [simulate(kind, seed).body for seed in range(5) for kind in kinds]

    def _row(self, number: int, count: int) -> dict[str, object]:
        began_ms = self._ends_ms - 240_000 - number * 3_300_000 // count
        row = simulate(GOOD).row | {
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            "logDate": date_time(began_ms, KST),
            "isError": number % _ONE_BAD_IN == 0,
            "os": _SYSTEMS[number % len(_SYSTEMS)],
            "playingTime": 60,
        }
        return row | {"began_ms": began_ms}

    def answer(self, target: str) -> bytes:
        """The answer to a call."""
        url = urlsplit(target)
        uuid = unquote(url.path).rpartition("/")[2]
        if "-" in uuid:
            return self._bodies[int(uuid[:8], 16) % len(self._bodies)]
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        since, until = (_ms(asked.get(name), other) for name, other in (("startDate", 0), ("endDate", 1 << 62)))
        there = [row for row in self._rows if since <= int(str(row["began_ms"])) // 1000 * 1000 <= until][:_MOST]
        rows = [{name: value for name, value in row.items() if name != "began_ms"} for row in there]
        return json.dumps({"code": 200, "message": "sessionRecent", "result": rows}).encode()


def _ms(given: str | None, default: int) -> int:
    return default if given is None else int(datetime.fromisoformat(given).replace(tzinfo=UTC).timestamp()) * 1000


async def main(count: int, events: int, delay_s: float) -> None:
    world = World(count, events)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                found = _TARGET.match(head)
                await asyncio.sleep(delay_s)
                body = world.answer(found[1].decode() if found else "")
                kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                writer.write(kind + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
