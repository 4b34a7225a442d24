"""Ways out: each output by which session data or cached data leaves the program, declared once. There is no other.

What people paste is redacted unless they say otherwise, what machines read is whole unless `--redact`.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vpe_tui.settings.sources import Settings

Place = Literal["clipboard", "file", "stdout", "terminal", "command"]
"""`terminal`: its own screen, to select with its own mouse; `command`: one of the settings, run."""


class Way(NamedTuple):
    """A way out: its id, what goes out, where to, and whether people paste it."""

    id: str
    says: str
    """What goes out, as menus and status lines call it."""
    place: Place
    pasted: bool
    """Whether people paste it."""
    ending: str = ""
    """Of a file: what its name has after the UUID."""

    def is_redacted(self, settings: Settings) -> bool:
        """Whether what goes this way is redacted under these settings."""
        return settings.redact if self.pasted else settings.redact_all


COPIED = (
    Way("copy.markdown", "a report (Markdown)", "clipboard", pasted=True),
    Way("copy.uuid", "the UUID", "clipboard", pasted=True),
    Way("copy.row-text", "the row as text", "clipboard", pasted=True),
    Way("copy.row-json", "the row as JSON", "clipboard", pasted=True),
    Way("copy.link", "a link to this row", "clipboard", pasted=True),
    Way("copy.text", "a report (text)", "clipboard", pasted=True),
    Way("copy.json", "the session as JSON", "clipboard", pasted=True),
)
"""What `Y` offers, what `Y` takes at once first; `l` there shows the same on the terminal."""

SAVED = (
    Way("save.markdown", "a report (Markdown)", "file", pasted=True, ending=".md"),
    Way("save.text", "a report (text)", "file", pasted=True, ending=".txt"),
    Way("save.json", "everything as JSON", "file", pasted=False, ending=".json"),
    Way("save.csv", "the rows as CSV", "file", pasted=False, ending=".csv"),
    Way("save.answer", "the answer as it came", "file", pasted=False, ending="-answer.json"),
    Way("save.picture", "a picture (SVG)", "file", pasted=True, ending=".svg"),
)
"""What `s` offers; `l` there shows the same on the terminal."""

HANDED_OVER = Way("save.sessions", "the sessions, to hand over", "file", pasted=False, ending=".ndjson")
"""What `s` saves in a list."""

COMPARED = Way("save.comparison", "a report of the comparison", "file", pasted=True, ending="-compared.md")
"""What `s` saves in a comparison."""
COMPARED_LINE = Way("copy.comparison-line", "the line", "clipboard", pasted=True)
COMPARED_COPIED = (
    Way("copy.comparison", "the report (Markdown)", "clipboard", pasted=True),
    Way("copy.comparison-command", "the command line that prints it", "clipboard", pasted=True),
    COMPARED_LINE,
    Way("copy.comparison-a", "the UUID of A", "clipboard", pasted=True),
    Way("copy.comparison-b", "the UUID of B", "clipboard", pasted=True),
)
"""What `Y` offers of a comparison; `y` takes the third at once."""

TRIAGE_SAVED = Way("save.triage", "the report", "file", pasted=True, ending=".md")
TRIAGE_COPIED = (
    Way("copy.triage", "the report (Markdown)", "clipboard", pasted=True),
    Way("copy.triage-command", "the command line that prints it", "clipboard", pasted=True),
)
"""What `Y` offers of a triage, before the UUID at the cursor; `y` takes the second at once."""

SELECTED = Way("copy.selected", "the selected text", "clipboard", pasted=True)
VALUE = Way("copy.value", "the value", "clipboard", pasted=True)
TYPED = Way("copy.typed", "what was typed", "clipboard", pasted=True)
LISTED = Way("copy.listed", "the UUID", "clipboard", pasted=True)
PLAIN = Way("plain.value", "the value", "terminal", pasted=True)

COMPLETED = Way("complete.text", "the kept sessions, to choose from at a prompt", "stdout", pasted=True)

PRINTED = (
    COMPLETED,
    Way("show.text", "a report", "stdout", pasted=True),
    Way("show.json", "one object a session", "stdout", pasted=False),
    Way("show.ndjson", "one object an event", "stdout", pasted=False),
    Way("show.flat", "one flat object a session", "stdout", pasted=False),
    Way("show.csv", "one line an event", "stdout", pasted=False),
    Way("show.markdown", "an incident report", "stdout", pasted=True),
    Way("show.handover", "one line a session", "stdout", pasted=False),
    Way("show.raw", "the answer", "stdout", pasted=False),
    Way("list.text", "a table", "stdout", pasted=True),
    Way("list.json", "one object", "stdout", pasted=False),
    Way("list.ndjson", "one object a session", "stdout", pasted=False),
    Way("list.csv", "one line a session", "stdout", pasted=False),
    Way("triage.text", "a report", "stdout", pasted=True),
    Way("triage.json", "one object", "stdout", pasted=False),
    Way("triage.flat", "one flat object a session that was read", "stdout", pasted=False),
    Way("triage.markdown", "an incident report", "stdout", pasted=True),
    Way("compare.text", "a report", "stdout", pasted=True),
    Way("compare.json", "one object", "stdout", pasted=False),
    Way("compare.markdown", "a report", "stdout", pasted=True),
    Way("watch.text", "a line a change", "stdout", pasted=True),
    Way("watch.json", "one object a change", "stdout", pasted=False),
    Way("kept.text", "a table", "stdout", pasted=True),
    Way("kept.json", "one object", "stdout", pasted=False),
    Way("doctor.text", "what was looked at", "stdout", pasted=False),
    Way("doctor.json", "one object", "stdout", pasted=False),
)
"""What commands print. `doctor` knows no session; its paths and hosts are what it is for."""

_ALL = (
    *(*COPIED, *SAVED, HANDED_OVER, COMPARED, *COMPARED_COPIED, TRIAGE_SAVED, *TRIAGE_COPIED),
    *(SELECTED, VALUE, TYPED, LISTED, PLAIN, *PRINTED),
)
WAYS: Mapping[str, Way] = {way.id: way for way in _ALL}


def doors(settings: Settings) -> tuple[Way, ...]:
    """The ways of the settings' own: they lead to systems of whoever wrote them there."""
    links = (Way(f"link.{name}", name, "clipboard", pasted=False) for name in settings.links)
    return *links, *(Way(f"command.{name}", name, "command", pasted=False) for name in settings.commands)
