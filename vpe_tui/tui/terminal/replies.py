"""What the terminal answers is no key."""

import re

from vpe_tui.tui.terminal.flow_control import ANSWER


class Answers:
    """Takes answers out of what is typed: those about colours, and those that say how far it has drawn.

    Over a slow link the answer to "which background?" comes when nobody waits any more; read as keys it would be
    `]11;rgb:…`, a row of commands.
    """

    _WHOLE = re.compile(r"\x1b\]1[01];[^\x07\x1b]*(?:\x07|\x1b\\)")
    _BEGUN = re.compile(r"\x1b\[0?$|\x1b\](?:1(?:[01](?:;[^\x07\x1b]{0,64}\x1b?)?)?)?$")

    def __init__(self) -> None:
        self._begun = ""
        self.drawn = 0
        """Answers of the second kind so far."""

    def taken_out(self, text: str) -> str:
        """`text` without answers. The beginning of one is kept back until it is known what it is."""
        text = self._WHOLE.sub("", self._begun + text)
        self.drawn += text.count(ANSWER)
        text = text.replace(ANSWER, "")
        begun = self._BEGUN.search(text)
        self._begun = begun[0] if begun else ""
        return text[: begun.start()] if begun else text

    def given_back(self) -> str:
        """What was kept back: nothing followed, so it was typed."""
        begun, self._begun = self._begun, ""
        return begun
