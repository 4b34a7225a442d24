"""An API over real sockets whose answers change from call to call, and a clock that waiting turns."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.drive import settings_for
from tests.hostile.api import Answered, FakeApi, listing
from tests.unit.playback.logs import BEGIN_MS, UUID, log_of, row
from vpe_tui.fleet.watch.changes import Change
from vpe_tui.fleet.watch.until import Until, until
from vpe_tui.report.watch.sentences import sentence
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.watch import Watch
from vpe_tui.service.watching import Asking, Plan, SessionAsking, Watching, WindowAsking
from vpe_tui.text.times import KST

START = (row("player_start", 0.1), row("startup", 1.0, silent_s=0.2))
MINUTE = row("playing", 60.0, 60)
STALL = row("rebuffering", 9.0, 60)
FAILS = row("error", 0, 60, errorCode="E0003", errorMessage="network error")
GONE = b'{"code": 200, "message": "sessionRecentDetail", "result": null}'
BUSY: Answered = (429, b"", {"Retry-After": "86400"})
BROKEN: Answered = (500, b"", {})
REFUSED: Answered = (401, b"", {})


def body(*rows: dict[str, Any]) -> bytes:
    """An answer with a log that begins at `BEGIN_MS`."""
    media = [{"videoType": "VOD", "duration": 600, "url": "https://h.example/v.m3u8", "title": "A title"}]
    result = {"sessionLog": log_of(*START, *rows), "media": media, "user": {}, "player": {}}
    return json.dumps({"code": 200, "message": "", "result": result}).encode()


class Clock:
    """A clock that is turned by waiting on it."""

    def __init__(self, now_ms: int = BEGIN_MS + 62_000) -> None:
        self.began_ms = self.now_ms = now_ms

    async def sleep(self, seconds: float) -> None:
        self.now_ms += round(seconds * 1000)

    def s(self) -> float:
        return (self.now_ms - self.began_ms) / 1000

    def ms(self) -> int:
        return self.now_ms


def in_turn(*answers: Answered) -> Callable[[], Answered]:
    """Each once, and the last for ever."""
    left = iter(answers)
    return lambda: next(left, answers[-1])


class Seen:
    """What was told of something that is watched, and how it ended."""

    def __init__(self, api: FakeApi, directory: Path) -> None:
        self.clock = Clock()
        self.asked_at: list[float] = []
        self.told: list[tuple[int, Change]] = []
        self._settings = settings_for(api.base_url, timeout_s=0.4)
        self.lookup = Lookup(self._settings, directory, self.clock.ms)

    async def session(
        self, wanted: str = "end", *, uuid: str = UUID, nothing: bool = False, redact: bool = False, **plan: Any
    ) -> int:
        asking = SessionAsking(uuid, self.lookup, self._settings, redact=redact)
        wants = Until() if nothing else until(wanted, of_window=False)
        return await self._run(asking, Plan(15, wants, **plan))

    async def window(self, wanted: str = "change", *, nothing: bool = False, redact: bool = False, **plan: Any) -> int:
        asking = WindowAsking(600_000, self.lookup, self._settings, redact=redact)
        wants = Until() if nothing else until(wanted, of_window=True)
        return await self._run(asking, Plan(60, wants, **plan))

    async def _run(self, asking: Asking, plan: Plan) -> int:
        async def timed() -> Any:
            self.asked_at.append(self.clock.s())
            return await asking()

        def say(at_ms: int, changes: Sequence[Change]) -> None:
            self.told += [(at_ms, change) for change in changes]

        watch = Watch(self.clock.sleep, lambda: 0.5)
        try:
            return await Watching(watch, timed, plan, say, self.clock.ms, self.clock.s).run()
        finally:
            await self.lookup.aclose()

    @property
    def lines(self) -> list[str]:
        return [sentence(change, KST) for _, change in self.told]


@contextmanager
def site(directory: Path, *answers: Answered, of: str = UUID) -> Iterator[Seen]:
    """A session, or under `""` the list, that answers in turn."""
    with FakeApi({"": listing([]), of: in_turn(*answers)}) as api:
        yield Seen(api, directory)
