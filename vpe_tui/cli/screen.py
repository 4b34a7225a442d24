"""`vpe-tui [UUID]`: the screen. A lookup is begun before the screen is imported, so that both happen at once."""

import argparse
import os
import sys

from vpe_tui.cli.setup import demo_settings, loaded
from vpe_tui.config import Settings
from vpe_tui.errors import UsageFault, WrongSettings
from vpe_tui.lookup import Desk, Lookup
from vpe_tui.tui.colour import background

_INSTEAD = "use `vpe-tui show UUID`"


def run(arguments: argparse.Namespace) -> int:
    """Runs the explorer until it is quit. Raises a `Fault` when there is nothing to draw on or to ask for."""
    _need_terminal()
    uuid = _uuid(arguments.target)
    _check_filter(arguments.filter)
    setup = loaded(arguments)

    def desk_for(settings: Settings) -> Desk:
        return Desk(Lookup(settings, setup.directory))

    desk = desk_for(setup.settings)
    if uuid and setup.settings.has_credentials:
        desk.ahead(uuid)

    def start_demo() -> tuple[Settings, Desk]:
        settings = demo_settings(setup.settings)
        return settings, desk_for(settings)

    with background(setup.settings.theme, os.environ) as terminal:
        from vpe_tui.tui.app import VpeApp, Wiring
        from vpe_tui.tui.screens.session import Opening

        terminal.hear()
    wiring = Wiring(setup.settings, arguments.config or setup.directory / "config.toml", desk, start_demo, terminal)
    app = VpeApp(wiring, Opening(uuid, arguments.at, arguments.filter) if uuid else None)
    wrong = app.wrong_settings()
    if wrong:
        raise WrongSettings(wrong)
    app.run(mouse=setup.settings.mouse)
    return app.return_code or 0


def _uuid(target: str | None) -> str | None:
    if target is None:
        return None
    from vpe_tui.session.uuid import session_uuid

    return session_uuid(target)


def _check_filter(words: str) -> None:
    from vpe_tui.session.query import parse_filter

    try:
        parse_filter(words)
    except ValueError as fault:
        raise UsageFault("Not a filter", str(fault), "see the README") from None


def _need_terminal() -> None:
    """The screen draws on stderr and reads stdin; without a terminal there `show` is the way."""
    if not (sys.__stdin__ and sys.__stdin__.isatty() and sys.__stderr__ and sys.__stderr__.isatty()):
        raise UsageFault("No terminal to draw on", "the screen needs one on stdin and stderr", _INSTEAD)
    kind = os.environ.get("TERM", "")
    if kind in ("", "dumb"):
        raise UsageFault("This terminal cannot draw", f"TERM is “{kind}”", f"set TERM, or {_INSTEAD}")
