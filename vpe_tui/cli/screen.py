"""`vpe-tui [UUID]`: the screen. A lookup is begun before the screen is imported, so that both happen at once."""

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from vpe_tui.cli.setup import demo_settings, loaded
from vpe_tui.errors import UsageFault, WrongSettings
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import STDIN, is_file
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Loaded, Settings
from vpe_tui.tui.shell import Opening
from vpe_tui.tui.terminal.colour import background, driven_elsewhere

if TYPE_CHECKING:
    from vpe_tui.tui.app import VpeApp

_INSTEAD = "use `vpe-tui show UUID`"


def run(arguments: argparse.Namespace) -> int:
    """Runs the explorer until it is quit. Raises a `Fault` when there is nothing to draw on or to ask for."""
    gc.disable()  # what a start makes stays: the collector would look through it a hundred times. The app enables it
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: argparse.Namespace) -> int:
    opening = _opening(arguments)
    _need_terminal(reads_stdin=opening is not None and opening.uuid == STDIN)
    setup = loaded(arguments)
    worker = SessionWorker(Lookup(setup.settings, setup.directory))
    if opening:
        _look_up_ahead(worker, opening.uuid, setup.settings)
    app = _app(arguments, setup, worker, opening)
    wrong = app.shell.wrong_settings()
    if wrong:
        raise WrongSettings(wrong)
    gc.freeze()  # modules and styles need never be looked through
    app.run(mouse=setup.settings.mouse)
    return app.return_code or 0


def _opening(arguments: argparse.Namespace) -> Opening | None:
    """What is to be opened: by a UUID, or by the name of a saved answer."""
    target = arguments.target
    if target is None:
        if arguments.at is not None or arguments.filter:
            raise UsageFault("No session to open", "--at and --filter are about one", "give a UUID: vpe-tui UUID")
        return None
    if not is_file(target):
        from vpe_tui.text.uuid import session_uuid

        target = session_uuid(target)
    _check_filter(arguments.filter)
    return Opening(target, arguments.at, arguments.filter)


def _check_filter(words: str) -> None:
    if not words:
        return
    from vpe_tui.qoe.filter_names import named_filter

    try:
        named_filter(words)
    except ValueError as fault:
        raise UsageFault("Not a filter", str(fault), "see the README") from None


def _look_up_ahead(worker: SessionWorker, target: str, settings: Settings) -> None:
    """Begins the lookup; stdin is read to its end, so that afterwards the keys can come from the terminal."""
    if target == STDIN:
        worker.ahead(target).renewed.exception()
        _keys_from_terminal()
    elif settings.has_credentials or is_file(target):
        worker.ahead(target)


def _app(arguments: argparse.Namespace, setup: Loaded, worker: SessionWorker, opening: Opening | None) -> "VpeApp":
    """The app. The terminal is asked for its background first, and answers while the app is imported."""
    with background(setup.settings.theme, os.environ) as terminal:
        from vpe_tui.tui.app import VpeApp
        from vpe_tui.tui.shell import Wiring

        terminal.hear()

    def start_demo() -> tuple[Settings, SessionWorker]:
        settings = demo_settings(setup.settings)
        return settings, SessionWorker(Lookup(settings, setup.directory))

    config_path = arguments.config or setup.directory / "config.toml"
    return VpeApp(Wiring(setup.settings, config_path, worker, start_demo, terminal), opening)


def _keys_from_terminal() -> None:
    """Stdin was a pipe; from here on it is the terminal."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC), 0)
    except OSError as fault:
        raise UsageFault("No terminal to read keys from", fault.strerror or "", _INSTEAD) from None


def _need_terminal(*, reads_stdin: bool) -> None:
    """The screen draws on stderr and reads stdin; without a terminal there `show` is the way."""
    if driven_elsewhere(os.environ):
        return
    keys = reads_stdin or (sys.__stdin__ and sys.__stdin__.isatty())
    if not (keys and sys.__stderr__ and sys.__stderr__.isatty()):
        raise UsageFault("No terminal to draw on", "the screen needs one on stdin and stderr", _INSTEAD)
    kind = os.environ.get("TERM", "")
    if kind in ("", "dumb"):
        raise UsageFault("This terminal cannot draw", f"TERM is “{kind}”", f"set TERM, or {_INSTEAD}")
