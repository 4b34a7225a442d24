"""What a command says beside its data: on stderr, a line each, safe for any terminal."""

import sys


def talk(line: str) -> None:
    """One line of talk."""
    from vpe_tui.config import without_secrets
    from vpe_tui.session.text import clean

    if sys.stderr is not None:
        print(f"vpe-tui: {clean(without_secrets(line))}", file=sys.stderr)
