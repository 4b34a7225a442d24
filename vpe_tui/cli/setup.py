"""From flags to settings, and from `--demo` to a demo API of our own."""

import argparse
import dataclasses
import os

from vpe_tui.cli.talk import talk
from vpe_tui.config import Loaded, Settings, config_directory, load
from vpe_tui.errors import SettingsFault
from vpe_tui.secret import Secret


def loaded(arguments: argparse.Namespace) -> Loaded:
    """The settings for this call. With `--demo` the demo API runs, and they point to it."""
    known = {field.name for field in dataclasses.fields(Settings)}
    flags = {name: value for name, value in vars(arguments).items() if name in known and name != "demo"}
    try:
        found = load(flags, os.environ, arguments.config, arguments.profile)
    except SettingsFault as fault:
        if not arguments.demo:
            raise
        talk(f"{fault}; the demo goes on without these settings")
        found = Loaded(Settings(), {}, config_directory(os.environ))
    return dataclasses.replace(found, settings=demo_settings(found.settings)) if arguments.demo else found


def demo_settings(settings: Settings) -> Settings:
    """Starts the demo API on a free loopback port, for as long as this process lives; the settings that point to it."""
    from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer

    server = DemoServer()
    server.start()
    return dataclasses.replace(
        settings, demo=True, base_url=server.base_url, api_key=Secret(DEMO_KEY), project_id=DEMO_PROJECT
    )
