"""Settings of this call, from its flags; with `--demo`, of a demo API of its own."""

import argparse
import dataclasses
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vpe_tui.cli.stderr_line import stderr_line
from vpe_tui.errors import SettingsFault, UsageFault, WrongSettings
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import NO_FILE, NOWHERE, Loaded, NoHome, Settings, load, survey

if TYPE_CHECKING:
    from vpe_tui.demo.incidents import World


def loaded(arguments: argparse.Namespace) -> Loaded:
    """The settings for this call. With `--demo` the demo API runs, and they point to it. Raises `SettingsFault`."""
    found, wrong = surveyed(arguments)
    if wrong:
        raise WrongSettings(wrong)
    if found.directory == NOWHERE and not arguments.quiet:
        stderr_line(str(NoHome()))
    return found


def surveyed(arguments: argparse.Namespace) -> tuple[Loaded, list[str]]:
    """The usable settings of this call, and a line for each that cannot be used. Raises `SettingsFault`."""
    if arguments.incident and not arguments.demo:
        raise UsageFault("No demo", "--incident is about the demo", "give --demo, too")
    found, wrong = at_rest(arguments)
    if arguments.demo:
        found = dataclasses.replace(found, settings=demo_settings(found.settings, arguments.incident))
    return found, wrong


def at_rest(arguments: argparse.Namespace) -> tuple[Loaded, list[str]]:
    """The same, where nobody is going to be asked: with `--demo` no demo runs."""
    known = {field.name for field in dataclasses.fields(Settings)}
    flags = {
        name: value for name, value in vars(arguments).items() if name in known and name not in ("demo", "incident")
    }
    if arguments.demo:
        found, wrong = _for_demo(flags, arguments), list[str]()
    else:
        found, wrong = survey(flags, os.environ, arguments.config, arguments.profile)
    settings = dataclasses.replace(found.settings, redact_all=arguments.redact is True, demo=arguments.demo)
    return dataclasses.replace(found, settings=settings), wrong


def _for_demo(flags: Mapping[str, object], arguments: argparse.Namespace) -> Loaded:
    """The demo asks nobody for the environment's credentials, and goes on without the user's file when that is wrong.

    What this call asks for, flags and a file or profile by name, has to be right.
    """
    directory = {name: value for name, value in os.environ.items() if name == "VPE_CONFIG_DIR"}
    without = load(flags, directory, NO_FILE)
    try:
        return load(flags, directory, arguments.config, arguments.profile)
    except SettingsFault as fault:
        if arguments.config or arguments.profile:
            raise
        stderr_line(f"{fault}; the demo goes on without this file")
    return without


def demo_settings(settings: Settings, incident: str = "") -> Settings:
    """Starts the demo API on a free loopback port, for as long as this process lives; the settings that point to it."""
    from vpe_tui.demo.live import Live
    from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer
    from vpe_tui.service.lookup import now_ms

    now = now_ms()
    server = DemoServer(now_ms=now, world=world_of(incident, now), live=None if incident else Live(now, now_ms))
    server.start()
    reached = {"base_url": server.base_url, "api_key": Secret(DEMO_KEY), "project_id": DEMO_PROJECT}
    return dataclasses.replace(settings, demo=True, incident=incident, **reached)  # type: ignore[arg-type]


def world_of(incident: str, now_ms: int) -> "World":
    """What goes on in the demo: the incident that was asked for, else a small one beside the catalogue."""
    from vpe_tui.demo.incidents import INCIDENTS, World

    return World(INCIDENTS[incident], now_ms) if incident else World.small(now_ms)
