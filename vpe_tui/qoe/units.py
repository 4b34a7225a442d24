"""The units of metrics, and how a number in one is written."""

from collections.abc import Mapping
from typing import Literal

Unit = Literal["s", "%", "count", "per min", "per h", "px", "score", "×", "s by quality"]


def value_text(unit: Unit, value: float | Mapping[str, float] | None) -> str:
    """A number in its unit: `0.421 s`, `12.0 s`, `1.96 %`, `7`, `720 px`; `–` when it is undefined."""
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{quality} {value_text('s', length)}" for quality, length in value.items()) or "–"
    if unit == "s":
        return f"{value:,.3f} s" if abs(value) < 10 and value % 1 else f"{value:,.1f} s"
    texts: Mapping[Unit, str] = {
        "%": f"{100 * value:.2f} %",
        "per min": f"{value:.2f} per min",
        "per h": f"{value:.1f}/h",
        "px": f"{value:,.0f} px",
        "score": f"{value:.1f} of 100",
        "×": f"{value:.2f} ×",
    }
    return texts.get(unit, f"{value:,.0f}")
