"""The dialects of the players' logs: a module each, and one that tells them apart."""

from collections.abc import Mapping

from vpe_tui.playback.dialects import android, react_native, unknown, web
from vpe_tui.playback.model import DialectName
from vpe_tui.playback.rules import Dialect, Rule
from vpe_tui.playback.silence import RULES

DIALECTS: Mapping[DialectName, Dialect] = {
    "web": web.DIALECT,
    "react-native": react_native.DIALECT,
    "android": android.DIALECT,
    "unknown": unknown.DIALECT,
}


def rule_named(dialect: DialectName, name: str) -> Rule:
    """The rule that a span names. Raises KeyError for a name that the dialect does not have."""
    read = DIALECTS[dialect]
    return {rule.name: rule for rule in (*RULES, *read.words.values(), *read.rules)}[name]
