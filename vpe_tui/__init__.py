"""vpe-tui: a terminal session explorer for NAVER Cloud Video Player Enhancement."""

__version__ = "0.1.0"
