"""vpe-tui: a terminal session explorer for NAVER Cloud Video Player Enhancement; what it knows, as a library."""

from importlib import import_module
from typing import TYPE_CHECKING

from vpe_tui.version import __version__ as __version__

if TYPE_CHECKING:
    from vpe_tui.library import Compared, Report, compare, fetch, read, recent, triage

__all__ = ["Compared", "Report", "compare", "fetch", "read", "recent", "triage"]


def __getattr__(name: str) -> object:
    """The library, when somebody wants it: the program starts without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("vpe_tui.library"), name)
