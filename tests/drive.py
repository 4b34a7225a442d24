"""A driver that makes screen tests read like a manual: press keys, wait for what should be seen, read the screen."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest import mock

from textual import _wait
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from tests.pace import PATIENCE_S
from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.app import VpeApp
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Wiring
from vpe_tui.tui.terminal.asking import Asked

_LOOKED_EVERY_S = 0.005
"""So often a pilot looks whether a key is done with: Textual's own fiftieth of a second would be most of a test."""
NOW_MS = 1_759_999_999_000
"""2025-10-09 17:53:19 KST, the evening after the demo's sessions."""


class Paints:
    """Counts what is painted."""

    def __init__(self, *, whole: bool) -> None:
        self.count = 0
        self._whole = whole
        self._paint = Compositor.render_update

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Until it ends. Nobody sees the frames of a screen under test, so they are not made unless they are wanted."""

        def paint(compositor: Compositor, full: bool = False, **how: Any) -> Any:
            self.count += 1
            if self._whole or full:
                return self._paint(compositor, full, **how)
            compositor._dirty_regions.clear()
            return None

        with mock.patch.object(Compositor, "render_update", paint):
            yield


@dataclass
class Explorer:
    """The running explorer under test."""

    app: VpeApp
    pilot: Pilot[None]
    paints: Paints
    _painted: tuple[int, str] = (-1, "")
    """How often was painted when the text was made that is waited with, and that text."""
    _waits: bool = False

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, seen: Callable[[], object], what: str = "", within_s: float = PATIENCE_S) -> None:
        """Waits until `seen()` holds; fails with the screen's text when it never does."""
        deadline = asyncio.get_running_loop().time() + within_s
        self._waits = True
        try:
            while not seen():
                if asyncio.get_running_loop().time() > deadline:
                    raise AssertionError(f"never seen: {what}\n{self.text}")
                await asyncio.sleep(0.01)
        finally:
            self._waits = False
        await self.pilot.pause()

    async def settled(self) -> None:
        """Waits until what is worked out of a session is there too."""
        views = self.app.screen.query(SessionView)
        await self.until(lambda: all(view.timeline.model.is_ready for view in views), "the index")
        await self.until(lambda: all(view.diagnosis is not None for view in views), "the diagnosis")

    async def keeps(self, uuid: str) -> None:
        """Waits until the session is kept as it was fetched now."""

        def kept() -> bool:
            found = self.app.shell.worker.cache.get(uuid)
            return found is not None and found.fetched_ms == self.app.shell.clock()

        await self.until(kept, f"{uuid} kept")

    async def sees(self, text: str) -> None:
        await self.until(lambda: text in self.text, text)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, as text; behind a dialog what it lies over."""
        visible_screen_stack.set(self.app._background_screens)
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips(self.app.size)]

    @property
    def text(self) -> str:
        """The same in one. While something is waited for it is looked at anew only when something was painted."""
        if not self._waits:
            return "\n".join(self.lines)
        if self._painted[0] != self.paints.count:
            self._painted = (self.paints.count, "\n".join(self.lines))
        return self._painted[1]

    def picture(self) -> str:
        """The screen as SVG."""
        return self.app.export_screenshot()


class Turns:
    """A clock for a `Watch` that is turned by hand: each `next` ends one wait, the one that is or the one to come.

    What is looked at on this machine goes on by itself: its waits are short.
    """

    def __init__(self) -> None:
        self._ended = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        await (asyncio.sleep(seconds) if seconds < 5 else self._ended.acquire())

    def next(self) -> None:
        self._ended.release()


def settings_for(base_url: str, **changes: object) -> Settings:
    """Settings that reach a demo API."""
    known = {
        "base_url": base_url,
        "api_key": Secret(DEMO_KEY),
        "project_id": DEMO_PROJECT,
        "demo": True,
        "prefetch": False,
        "open_at_problem": False,
    }
    return replace(Settings(), **(known | changes))  # type: ignore[arg-type]


@asynccontextmanager
async def explorer(
    server: DemoServer | None,
    directory: Path,
    *,
    size: tuple[int, int] = (120, 40),
    uuid: str | None = None,
    other: str | None = None,
    at: int | str = "",
    words: str = "",
    settings: Settings | None = None,
    clock: Callable[[], int] = lambda: NOW_MS,
    environment: Mapping[str, str] = MappingProxyType({}),
    profiles: Mapping[str, Settings] = MappingProxyType({}),
    whole: bool = False,
) -> AsyncIterator[Explorer]:
    """The explorer on a screen of `size`, talking to `server`, keeping things in `directory`.

    With an `other` the two are compared. `environment` says what else is known of the terminal, `profiles` what holds
    in others than the one without a name. `whole` paints each frame, too, as a terminal would have it.
    """
    used = settings or settings_for(server.base_url if server else "http://127.0.0.1:9")
    worker = SessionWorker(Lookup(used, directory, clock))

    def no_demo() -> tuple[Settings, SessionWorker]:
        raise AssertionError("the demo was not to be started")

    others = ExitStack()

    def in_profile(name: str) -> tuple[Settings, SessionWorker]:
        there = profiles[name] if name else used
        return there, others.enter_context(SessionWorker(Lookup(there, directory, clock)))

    known = {"COLORTERM": "truecolor", "TERM": "xterm-256color", "TZ": "UTC"}
    with mock.patch.dict(os.environ):
        for name in ("NO_COLOR", "TMUX", "STY"):
            os.environ.pop(name, None)
        os.environ.update({**known, **environment})
        app = VpeApp(
            Wiring(used, directory / "config.toml", worker, no_demo, Asked(), in_profile, tuple(profiles), clock=clock),
            Comparing(uuid, other) if uuid and other else Opening(uuid, str(at), words) if uuid else None,
        )
        paints = Paints(whole=whole)
        with others, worker, paints.counted(), mock.patch.object(_wait, "SLEEP_GRANULARITY", _LOOKED_EVERY_S):
            async with app.run_test(size=size) as pilot:
                yield Explorer(app, pilot, paints)
