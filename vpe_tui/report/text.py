"""The text report for a terminal: one screen."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from itertools import groupby

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.playback.model import State
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.report.again import on_screen
from vpe_tui.report.layout import Paint, Role, plain
from vpe_tui.report.parts import Number, findings_counted, glyph, key_numbers, noted, qualities, strip
from vpe_tui.session.model import Session, Source
from vpe_tui.session.records import Record
from vpe_tui.text.cells import cut, pad, width_of, wrap
from vpe_tui.text.clean import counted
from vpe_tui.text.times import age, clocks_apart, duration
from vpe_tui.text.uuid import is_uuid

_TWO_COLUMNS = 76
_WIDE = 44
"""Cells from which on columns can stand apart."""
_SEVERITY_WIDTH = 8
_WHEN_WIDTH = 9
_FINDINGS_TOLD = 8
"""More do not fit one screen; the worst come first."""
_MEDIA_TOLD = 3
_ROLES: Mapping[State, Role] = {
    "starting": "note",
    "playing": "good",
    "paused": "dim",
    "seeking": "fair",
    "rebuffering": "poor",
    "error": "error",
    "unknown": "warning",
}
"""What a state is, in the strip."""

_LEAST_ROOM = 40
"""Cells for a sentence beside what is about it; where there are fewer it goes below."""


def as_text(
    session: Session,
    source: Source,
    diagnosis: Diagnosis,
    now_ms: int,
    zone: tzinfo,
    program: str = "vpe-tui",
    *,
    width: int = 80,
    paint: Paint = plain,
    notes: Notes = NO_NOTES,
) -> str:
    """The report: verdict, strip, key numbers, findings, environment. `width` in cells; ends with a line break.

    `program` is how to call us, for the line that tells how to see it on screen.
    """
    facts = " · ".join(fact for fact in (session.uuid, session.kind, came(source, now_ms)) if fact)
    verdict = diagnosis.verdict
    lines = [paint(cut(session.title, width), "title"), paint(cut(facts, width), "dim"), ""]
    lines += [paint(line, verdict.band or "dim") for line in wrap(f"{verdict.text} [{verdict.band_text}]", width)]
    lines += _strip(diagnosis.playback, zone, width, paint)
    lines += ["", *_numbers(key_numbers(diagnosis), width, paint)]
    if told := qualities(diagnosis):
        lines += [cut(f"Quality  {told}", width)]
    lines += ["", f"Findings: {findings_counted(diagnosis.findings)}"]
    for found in diagnosis.findings[:_FINDINGS_TOLD]:
        lines += _finding(found, session, width, paint)
    if (more := len(diagnosis.findings) - _FINDINGS_TOLD) > 0:
        lines += [f"  and {more:,} more: --json has them all"]
    told_notes = [f"Note on {'the session' if on == 'session' else on}: {note}" for on, note in noted(notes, session)]
    lines += ["", *(line for each in told_notes for line in wrap(each, width))] if told_notes else []
    lines += ["", *_environment(session, width)]
    lines += ["", *(paint(line, "dim") for line in _more(session, program, width))]
    return "\n".join(lines) + "\n"


def came(source: Source, now_ms: int) -> str:
    """Where it came from: `fetched 4 s ago`, `kept, fetched 2 d ago · this machine's clock is 10 m behind …`."""
    word = {"api": "fetched", "cache": "kept, fetched", "file": "read from a file"}[source.kind]
    return " · ".join(part for part in (f"{word} {age(source.age_ms(now_ms))}", clocks_apart(source.offset_ms)) if part)


def _strip(playback: Playback, zone: tzinfo, width: int, paint: Paint) -> Iterator[str]:
    drawn = strip(playback, zone, width)
    if drawn is None:
        return
    yield ""
    for_role = [(role, "".join(map(glyph, states))) for role, states in groupby(drawn.states, _role)]
    yield "".join(paint(glyphs, role) if role else glyphs for role, glyphs in for_role)
    room = width - width_of(drawn.began) - 2
    yield paint(f"{drawn.began}  {pad(cut(drawn.ended, room), room, right=True)}", "dim")
    yield from (paint(line, "dim") for line in wrap(drawn.legend, width))


def _role(state: State | None) -> Role | None:
    return _ROLES.get(state) if state else None


def _numbers(numbers: list[Number], width: int, paint: Paint) -> Iterator[str]:
    half = len(numbers) // 2 if width >= _TWO_COLUMNS else len(numbers)
    columns = [column for column in (numbers[:half], numbers[half:]) if column]
    gap = "  " if width >= _WIDE else " "
    cells = [list(_column(column, paint, gap)) for column in columns]
    return ("  ".join(row).rstrip() for row in zip(*cells, strict=True))


def _column(numbers: list[Number], paint: Paint, gap: str) -> Iterator[str]:
    term = max(width_of(number.term) for number in numbers)
    value = max(width_of(number.value) for number in numbers)
    band = max(width_of(number.band or "") for number in numbers)
    for number in numbers:
        word = pad(number.band or "", band)
        told = paint(word, number.band) if number.band else word
        yield gap.join((pad(number.term, term), pad(number.value, value, right=True), told))


def _finding(found: Finding, session: Session, width: int, paint: Paint) -> Iterator[str]:
    head = f"  {found.severity:<{_SEVERITY_WIDTH}}{found.when:>{_WHEN_WIDTH}}"
    beside = width - len(head) >= _LEAST_ROOM
    indent = " " * (len(head) + 2 if beside else 4)
    lines = [indent + line for line in wrap(f"{found.text} [{found.name}]", width - len(indent))]
    lines = [head + lines[0][len(head) :], *lines[1:]] if beside else [head, *lines]
    yield lines[0].replace(found.severity, paint(found.severity, found.severity), 1)
    yield from lines[1:]


def _environment(session: Session, width: int) -> Iterator[str]:
    user, player = session.user, session.player
    lines = [
        _values(user, ("os", "browser", "device", "screen", "lang")),
        _values(user, ("isp", "nation", "address", "ip")),
        _values(player, ("playerName", "playerVersion", "playerType")) + _at(user, "visitedPage"),
    ]
    for media in session.media[:_MEDIA_TOLD]:
        length = [duration(media.duration_s)] if media.duration_s else []
        lines.append(" · ".join([*_said(media, ("title", "videoType", "videoFormat")), *length]) + _at(media, "url"))
    if (more := len(session.media) - _MEDIA_TOLD) > 0:
        lines.append(f"and {more:,} more media")
    return (cut(line, width) for line in lines if line)


def _said(record: Record, names: tuple[str, ...]) -> list[str]:
    texts = {entry.name: entry.text for entry in record.entries}
    return list(dict.fromkeys(texts[name] for name in names if texts.get(name, "–") not in ("–", "")))


def _values(record: Record, names: tuple[str, ...]) -> str:
    return " · ".join(_said(record, names))


def _at(record: Record, name: str) -> str:
    return "".join(f" · {text}" for text in _said(record, (name,)))


def _more(session: Session, program: str, width: int) -> list[str]:
    """A line break within the quotes of a command would be another command."""
    events = f"{counted(len(session.events), 'event')}: --csv and --ndjson list them"
    command = on_screen(program, session.uuid)
    if is_uuid(session.uuid):
        return wrap(f"{events}; {command} walks them", width)
    return [*wrap(f"{events}; to walk them:", width), command]
