"""Qualities as the log names them (`1080p`, `auto`), and their heights."""

from functools import lru_cache

NO_QUALITY = "0p"
"""What the log says before there is any quality."""


def height_px(quality: str | None) -> int | None:
    """Lines of a quality such as `1080p`; None for `auto`, `Unknown`, `Other` and none yet (`0p`)."""
    digits = (quality or "").removesuffix("p")
    return int(digits) or None if digits.isascii() and digits.isdecimal() and len(digits) < 6 else None


@lru_cache(maxsize=256)
def is_higher(quality: str | None, than: str | None) -> bool:
    """Whether a quality is higher than another one; False when the height of either is not known."""
    height, other = height_px(quality), height_px(than)
    return height is not None and other is not None and height > other
