"""`vpe-tui [UUID]`: the screen. A lookup is begun before the screen is imported, so that both happen at once."""

import argparse
import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vpe_tui.cli.setup import demo_settings, loaded
from vpe_tui.errors import UsageFault, WrongSettings
from vpe_tui.service.handed_over import is_handover_file, room_of
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import STDIN, Comparing, Opening, is_file, piped, piped_answer
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Loaded, Settings
from vpe_tui.text.clean import one_line
from vpe_tui.tui.terminal.asking import asked, driven_elsewhere
from vpe_tui.tui.terminal.colour import AUTO
from vpe_tui.tui.terminal.letters import may_ask

if TYPE_CHECKING:
    from vpe_tui.tui.app import VpeApp

_LEAVING_S = 0.3
"""So long the end waits for where a session was left to be written."""
_INSTEAD = "use `vpe-tui show UUID`"


def run_comparison(arguments: argparse.Namespace, comparing: Comparing) -> int:
    """The screen with two sessions side by side, until it is quit."""
    return _show(arguments, loaded(arguments), comparing)


def run(arguments: argparse.Namespace) -> int:
    """Runs the explorer until it is quit. Raises a `Fault` when there is nothing to draw on or to ask for."""
    opening = _opening(arguments)
    _need_terminal(reads_stdin=opening is not None and opening.uuid == STDIN)
    if opening is not None and opening.uuid == STDIN and not piped_answer():
        opening = _named_on_stdin(opening)
    setup = loaded(arguments)
    if opening is not None and opening.uuid != STDIN and is_file(opening.uuid) and is_handover_file(opening.uuid):
        with room_of(opening.uuid, setup.settings) as room:
            return _show(arguments, replace(setup, settings=room.settings), None, room.directory)
    return _show(arguments, setup, opening)


def _show(
    arguments: argparse.Namespace, setup: Loaded, opening: Opening | Comparing | None, kept: Path | None = None
) -> int:
    """Shows it; `kept` is where the sessions of a file stand, else they stand beside the settings."""
    worker = SessionWorker(Lookup(setup.settings, kept or setup.directory))
    if isinstance(opening, Comparing):
        for target in (opening.a, opening.b):
            _look_up_ahead(worker, target, setup.settings)
    elif opening:
        _look_up_ahead(worker, opening.uuid, setup.settings)
    app = _app(arguments, setup, worker, opening)
    wrong = app.shell.wrong_settings()
    if wrong:
        raise WrongSettings(wrong)
    gc.freeze()  # modules and styles need never be looked through
    app.run(mouse=setup.settings.mouse)
    app.shell.worker.settle(_LEAVING_S)
    return app.return_code or 0


def _opening(arguments: argparse.Namespace) -> Opening | None:
    """What is to be opened: by a UUID, or by the name of a saved answer."""
    target = arguments.target
    if target is None:
        if arguments.at or arguments.filter:
            raise UsageFault("No session to open", "--at and --filter are about one", "give a UUID: vpe-tui UUID")
        return None
    if not is_file(target):
        target = _uuid_of(target)
    _check_filter(arguments.filter)
    _check_place(arguments.at)
    return Opening(target, arguments.at, arguments.filter)


def _uuid_of(target: str) -> str:
    from vpe_tui.text.uuid import session_uuid

    try:
        return session_uuid(target)
    except UsageFault:
        from vpe_tui.cli.pages import PAGES  # nobody who is right waits for its tables

        if target in PAGES:
            raise UsageFault("No such command", f"“{target}”", f"there is a page: vpe-tui help {target}") from None
        raise


def _named_on_stdin(opening: Opening) -> Opening:
    """No answer is on stdin, but a line that names one."""
    from vpe_tui.text.decoding import text_of
    from vpe_tui.text.uuid import session_uuid

    uuid = session_uuid(text_of(piped()))
    _keys_from_terminal()
    return opening._replace(uuid=uuid)


def _check_filter(words: str) -> None:
    if not words:
        return
    from vpe_tui.qoe.filter_names import named_filter

    try:
        named_filter(words)
    except ValueError as fault:
        raise UsageFault("Not a filter", str(fault), "see vpe-tui help filter") from None


def _check_place(words: str) -> None:
    if not words:
        return
    from vpe_tui.session.places import NO_PLACE, is_place

    if not is_place(words):
        raise UsageFault("Not a time", NO_PLACE.format(one_line(words)), "--at takes what `t` takes")


def _look_up_ahead(worker: SessionWorker, target: str, settings: Settings) -> None:
    """Begins the lookup; stdin is read to its end, so that afterwards the keys can come from the terminal."""
    if target == STDIN:
        worker.ahead(target).renewed.exception()
        _keys_from_terminal()
    elif settings.has_credentials or is_file(target):
        worker.ahead(target)


def _app(
    arguments: argparse.Namespace, setup: Loaded, worker: SessionWorker, opening: Opening | Comparing | None
) -> "VpeApp":
    """The app. The terminal is asked about itself first, and answers while the app is imported."""
    width = may_ask(setup.settings.ascii, sys.__stderr__.encoding if sys.__stderr__ else None)
    with asked(os.environ, background=setup.settings.theme == AUTO, width=width) as terminal:
        from vpe_tui.tui.app import VpeApp
        from vpe_tui.tui.shell import Wiring

        terminal.hear()

    def start_demo() -> tuple[Settings, SessionWorker]:
        settings = demo_settings(setup.settings, setup.settings.incident)
        return settings, SessionWorker(Lookup(settings, setup.directory))

    def in_profile(name: str) -> tuple[Settings, SessionWorker]:
        settings = loaded(argparse.Namespace(**vars(arguments) | {"profile": name or None})).settings
        return settings, SessionWorker(Lookup(settings, setup.directory))

    config_path = arguments.config or setup.directory / "config.toml"
    profiles = () if setup.settings.demo else setup.profiles
    wiring = Wiring(setup.settings, config_path, worker, start_demo, terminal, in_profile, profiles)
    return VpeApp(wiring, opening)


def _keys_from_terminal() -> None:
    """Stdin was a pipe; from here on it is the terminal."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC), 0)
    except OSError as fault:
        raise UsageFault("No terminal to read keys from", fault.strerror or "", _INSTEAD) from None


def has_terminal() -> bool:
    """Whether there is all that a screen needs."""
    try:
        _need_terminal(reads_stdin=False)
    except UsageFault:
        return False
    return sys.stdout is not None and sys.stdout.isatty()


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
