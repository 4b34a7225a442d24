"""Another profile: another project, cloud or key."""

import asyncio
from collections.abc import Awaitable, Callable

from vpe_tui.errors import Fault
from vpe_tui.service.targets import Opening, is_file
from vpe_tui.text.clean import clean
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.shell import Shell

_NONE, _EVERY = "no profile", "every profile"


def offer_profiles(shell: Shell, screen: VpeScreen, start_over: Callable[[Opening | None], Awaitable[None]]) -> None:
    """Asks for a profile. A session that is open is asked for there, on request in one after the other."""
    from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

    if not shell.profiles:
        screen.status_says("the demo has one project" if shell.settings.demo else "config.toml has no [profiles.NAME]")
        return
    uuid = screen.feed.uuid if isinstance(screen, SessionScreen) and not is_file(screen.feed.uuid) else ""
    beside = {_NONE: "what the settings say without one", **{clean(name): "" for name in shell.profiles}}
    beside[clean(shell.settings.profile) or _NONE] = "this one"
    if uuid:
        beside[_EVERY] = "the first that knows this session"

    async def use(name: str) -> None:
        try:
            if name == _EVERY:
                screen.status_says("asking in every profile…")
                await _use_first_that_knows(shell, uuid)
            else:
                shell.use_profile({clean(each): each for each in shell.profiles}.get(name, ""))
        except Fault as fault:
            screen.status_says(clean(str(fault)))
        else:
            await start_over(Opening(uuid) if uuid else None)

    def chosen(one: Chosen | None) -> None:
        if one is not None:  # the app's work: this screen may go with it
            screen.app.run_worker(use(one.name), group="profile", exclusive=True)

    screen.app.push_screen(ChoiceScreen("Profile", beside, can_be_plain=False), chosen)


async def _use_first_that_knows(shell: Shell, uuid: str) -> None:
    """Raises the last fault where none does."""
    before, faults = shell.settings.profile, list[Fault]()
    for name in (*shell.profiles, ""):
        try:
            shell.use_profile(name)
            await asyncio.wrap_future(shell.worker.fetch(uuid))
        except Fault as fault:
            faults.append(fault)
        else:
            return
    shell.use_profile(before)
    raise faults[-1]
