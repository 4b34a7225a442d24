"""The verdict line."""

from typing import TYPE_CHECKING

from vpe_tui.tui.theme import BAND_GLYPHS
from vpe_tui.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from vpe_tui.qoe.verdict import Verdict


class VerdictBar(Bar):
    """What became of the session, in one line; its band as a glyph, a word and a colour."""

    def show(self, verdict: "Verdict | None") -> None:
        for band in BAND_GLYPHS:
            self.set_class(verdict is not None and verdict.band == band, f"-{band}")
        self.set_class(verdict is not None and verdict.is_failure, "-failed")
        self.left = f"{BAND_GLYPHS[verdict.band] if verdict.band else ' '} {verdict.text}" if verdict else ""
        self.right = verdict.band_text if verdict else ""
