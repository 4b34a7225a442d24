"""Pictures of the screen: SVG that stands for itself, with every run of text in the cells that it has on screen."""

import re
from collections.abc import Sequence
from html import escape

from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from vpe_tui.text.cells import width_of

_CELL, _LINE, _SIZE = 12.04, 24.4, 20
"""As wide as DejaVu has its letters of 20, for who heeds no `textLength`."""
_LEFT, _TOP = 9, 41
_FONTS = "Fira Code, D2Coding, NanumGothicCoding, Noto Sans Mono CJK KR, DejaVu Sans Mono, monospace"
"""Looked for where the picture is shown: nothing is fetched."""

_BY_SCRIPT = re.compile("([^\\x00-\u036f\u2000-\u2bff]+)")
"""Letters that another font may have to give: its widths must not move what stands beside them."""
_NO_XML = re.compile("[\\x00-\\x1f\\x7f-\\x9f\ud800-\udfff\ufffe\uffff]")
_FRAME = """\
<svg class="vpe-tui" viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg">
<style>
text {{ font-family: {fonts}; font-size: {size}px; }}
.title {{ fill: {front}; font-weight: bold; text-anchor: middle; }}
{styles}
</style>
<rect fill="{back}" stroke="#59595f" x="1" y="1" width="{inner:g}" height="{low:g}" rx="8"/>
<text class="title" x="{middle:g}" y="28">{title}</text>
<circle cx="26" cy="22" r="7" fill="#ff5f57"/>
<circle cx="48" cy="22" r="7" fill="#febc2e"/>
<circle cx="70" cy="22" r="7" fill="#28c840"/>
<g transform="translate({left}, {top})">
{drawn}
</g>
</svg>
"""


def svg(lines: Sequence[Sequence[Segment]], columns: int, title: str) -> str:
    """The lines of a screen as a picture."""
    classes: dict[str, str] = {}
    drawn = [part for y, line in enumerate(lines) for part in _drawn(line, y, classes)]
    width, height = columns * _CELL + 2 * _LEFT, len(lines) * _LINE + _TOP + _LEFT
    return _FRAME.format(
        **{"width": width, "height": height, "inner": width - 2, "low": height - 2, "middle": width / 2},
        **{"fonts": _FONTS, "size": _SIZE, "left": _LEFT, "top": _TOP, "title": _xml(title)},
        back=SVG_EXPORT_THEME.background_color.hex,
        front=SVG_EXPORT_THEME.foreground_color.hex,
        styles="\n".join(f".{name} {{ {css} }}" for css, name in classes.items()),
        drawn="\n".join(drawn),
    )


def _drawn(line: Sequence[Segment], y: int, classes: dict[str, str]) -> list[str]:
    """A line: what lies behind its runs, then their letters."""
    behind: list[tuple[str, int, int]] = []
    letters, x = [], 0
    for text, style, control in line:
        if control:
            continue
        front, back, css = _looks(style or Style())
        name = classes.setdefault(f"fill: {front}{css}", f"r{len(classes) + 1}")
        if behind and behind[-1][0] == back:
            behind[-1] = (back, behind[-1][1], behind[-1][2] + width_of(text))
        else:
            behind.append((back, x, width_of(text)))
        for part in _BY_SCRIPT.split(text):
            if part.strip():
                letters.append(_text(name, part, x, y))
            x += width_of(part)
    return [_rect(fill, at, y, cells) for fill, at, cells in behind if fill] + letters


def _rect(fill: str, x: int, y: int, cells: int) -> str:
    place = f'x="{x * _CELL:g}" y="{y * _LINE:g}" width="{cells * _CELL:g}" height="{_LINE + 0.25:g}"'
    return f'<rect fill="{fill}" {place} shape-rendering="crispEdges"/>'


def _text(name: str, text: str, x: int, y: int) -> str:
    x, text = x + width_of(text) - width_of(text.lstrip(" ")), text.strip(" ")
    place = f'x="{x * _CELL:g}" y="{y * _LINE + _SIZE:g}" textLength="{width_of(text) * _CELL:g}"'
    return f'<text class="{name}" {place}>{_xml(text)}</text>'


def _xml(text: str) -> str:
    """As every reader of XML takes it, blanks and all."""
    return escape(_NO_XML.sub("\ufffd", text)).replace(" ", "&#160;")


def _looks(style: Style) -> tuple[str, str, str]:
    """The colours of a run, before and behind (empty: as everywhere), and what else there is to its letters."""
    front, back = _colour(style, is_front=True), _colour(style, is_front=False)
    if style.reverse:
        front, back = back, front
    if style.dim:
        front = blend_rgb(front, back, 0.4)
    css = "; font-weight: bold" if style.bold else ""
    css += "; font-style: italic" if style.italic else ""
    css += "; text-decoration: underline" if style.underline else ""
    return front.hex, "" if back == SVG_EXPORT_THEME.background_color else back.hex, css


def _colour(style: Style, *, is_front: bool) -> ColorTriplet:
    colour = style.color if is_front else style.bgcolor
    theme = SVG_EXPORT_THEME
    if colour is None or colour.is_default:
        return theme.foreground_color if is_front else theme.background_color
    return colour.get_truecolor(theme, foreground=is_front)
