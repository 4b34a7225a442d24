"""Which theme: the one that was asked for, else the one that suits the terminal's background and colours."""

AUTO = "auto"


def is_light(red: str, green: str, blue: str) -> bool:
    """Whether a colour of hex digits, one to four a channel, is nearer to white than to black, as eyes see it."""
    r, g, b = (int(channel, 16) / int("f" * len(channel), 16) for channel in (red, green, blue))
    return 0.299 * r + 0.587 * g + 0.114 * b > 0.5


def theme_for(wanted: str, *, light: bool, colours: str | None) -> str:
    """The name of the theme. `colours` is what the terminal can show: `standard` (16), `256`, `truecolor`, None.

    With 16 colours or none no theme of our own can be as it is meant: the terminal's palette stands in.
    """
    if wanted == AUTO:
        wanted = "vpe-light" if light else "vpe-dark"
    if colours in (None, "standard") and not wanted.startswith("ansi-"):
        return "ansi-light" if wanted == "vpe-light" else "ansi-dark"
    return wanted
