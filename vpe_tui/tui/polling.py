"""What is asked again every few seconds, for as long as somebody wants it."""

from collections.abc import Callable, Coroutine
from typing import Protocol

from textual.worker import Worker

from vpe_tui.service.watch import Ask
from vpe_tui.tui.shell import Shell

EVERY_S = 15

Work = Callable[[], Coroutine[None, None, object]]


class Host(Protocol):
    """Whose work the asking is: it ends with it."""

    def run_worker(self, work: Work, /, *, group: str, exclusive: bool) -> Worker[object]: ...


class Polling:
    """Asks again and again, or not. `ended` hears that it no longer does because the key was refused; `at_once`: the
    first time without a wait."""

    def __init__(
        self, shell: Shell, host: Host, ask: Ask, ended: Callable[[], object], *, at_once: bool = False
    ) -> None:
        self._shell = shell
        self._host = host
        self._ask = ask
        self._ended = ended
        self._at_once = at_once
        self._work: Worker[object] | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is asked again and again."""
        return self._work is not None

    @property
    def said(self) -> str:
        """The same, for a title; empty where it is not."""
        return f"again every {EVERY_S} s" if self.is_on else ""

    def turn(self) -> None:
        """On where it was off, and off where it was on."""
        if self._work is None:
            self._work = self._host.run_worker(self._keep_asking, group="watch", exclusive=True)
        else:
            self._work.cancel()
            self._work = None

    async def _keep_asking(self) -> None:
        if self._at_once:
            await self._ask()
        await self._shell.worker.watch.again(self._ask, EVERY_S)
        self._work = None
        self._ended()
