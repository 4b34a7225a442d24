"""Settings as they may be shown to anyone: each with where it came from, and no secret."""

import dataclasses
import re
from collections.abc import Mapping
from typing import NamedTuple

from vpe_tui.qoe.bands import Bands, Cutoffs
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import Loaded, Settings

_USER_IN_URL = re.compile(r"//[^/?#]*@")


class ShownSetting(NamedTuple):
    """A setting as it may be shown to anyone."""

    name: str
    key: str
    value: str
    origin: str


def shown_settings(loaded: Loaded) -> list[ShownSetting]:
    """Every setting with where it came from; `***` for what nobody should see."""
    return [
        ShownSetting(
            each.name,
            each.metadata["key"],
            _shown(each.name, getattr(loaded.settings, each.name)),
            loaded.origins.get(each.name, "default"),
        )
        for each in dataclasses.fields(Settings)
        if each.metadata
    ]


def _shown(name: str, value: object) -> str:
    if value in (None, "", (), {}):
        return ""
    if name == "base_url":
        return _USER_IN_URL.sub("//***@", str(value))
    if name == "project_id" or isinstance(value, Secret):
        return "***"
    if isinstance(value, Bands):
        return "; ".join(f"{name} {_numbers(cutoffs)}" for name, cutoffs in value._asdict().items())
    if isinstance(value, tuple):  # a command's arguments may hold a secret
        return " ".join([value[0], "…"] if len(value) > 1 else value)
    if isinstance(value, Mapping):
        return ", ".join(f"{inner} = {keys}" for inner, keys in value.items())
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _numbers(limits: Cutoffs) -> str:
    return "/".join(f"{limit:g}" for limit in limits)
