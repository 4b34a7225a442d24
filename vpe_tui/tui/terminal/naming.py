"""The terminal's title: lent while there is news, and given back as it was."""

from vpe_tui.text.clean import clean

_KEEP, GIVE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""The title goes onto the terminal's own stack, and comes back from there."""


def lent(title: str, *, is_ours: bool) -> str:
    """The sequence that shows `title`; what stood there before is kept, unless it is ours already."""
    return f"{'' if is_ours else _KEEP}\x1b]2;{clean(title)}\x07"
