"""What two sessions were made of, field by field: who watched, with what player, which media."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.session.quality import height_px
from vpe_tui.session.records import Media, Player, Record, User
from vpe_tui.text.clean import composed

_NOT_COMPARED = frozenset(("media.logDate",))
"""When the media was loaded is another time in every two sessions."""
_NOTHING = re.compile(r"[*.:\s–]*|unknown|untitle", re.IGNORECASE)
"""What says nothing: no value, the API's words for one that it does not know, and stars."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of both: by the API's path and its term, as text; empty where one has none."""

    path: str
    term: str
    a: str
    b: str

    @property
    def alike(self) -> bool | None:
        """None where one of the two does not know: that is no difference."""
        return None if not self.a or not self.b else composed(self.a) == composed(self.b)


def fields_of(a: Diagnosis, b: Diagnosis) -> list[Field]:
    """Every documented field that one of the two tells of."""
    of_a, of_b = _texts(a), _texts(b)
    return [
        Field(path, term, of_a.get(path, ""), of_b.get(path, ""))
        for path, term in _terms().items()
        if of_a.get(path) or of_b.get(path)
    ]


def _terms() -> Mapping[str, str]:
    """The terms by their paths; one that two records have says of which it is."""
    fields = [
        (place, name, field.term)
        for place, record in (("player", Player), ("user", User), ("media", Media))
        for name, field in record.fields.items()
        if f"{place}.{name}" not in _NOT_COMPARED
    ]
    count = Counter(term for _, _, term in fields)
    named = {f"{place}.{name}": f"{place.title()} {term}" if count[term] > 1 else term for place, name, term in fields}
    return {**named, "quality": "Quality"}


def _texts(diagnosis: Diagnosis) -> Mapping[str, str]:
    session = diagnosis.playback.session
    told = dict((*_of_record("player", session.player), *_of_record("user", session.user)))
    if session.media:
        told |= _of_record("media", session.media[0])
    qualities = (each for each in diagnosis.metrics.quality_s if height_px(each))
    return {**told, "quality": " ".join(qualities)}


def _of_record(place: str, record: Record) -> Iterator[tuple[str, str]]:
    for entry in record.entries:
        if entry.known and not _NOTHING.fullmatch(entry.text.strip()):
            yield f"{place}.{entry.name}", entry.text
