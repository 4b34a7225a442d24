"""The panes of fields: User, Player, Media."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.text.urls import host_of
from vpe_tui.tui.panes.fields import FieldsPane, measures, values
from vpe_tui.tui.panes.kinds import Heading, Line, LogRead, Value

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis


class UserPane(FieldsPane):
    """Who watched, where and with what."""

    TITLE = "User"
    NOTHING = "The answer says nothing about the user."

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterator[Line]:
        yield from values(session.user.entries)


class PlayerPane(FieldsPane):
    """How it played: the player's version, the start, the stalls; what the player reported of itself; the rest."""

    TITLE = "Player"

    def watch_session(self, session: Session | None) -> None:
        super().watch_session(session)
        self.name_itself()

    def name_itself(self) -> None:
        player = self.session.player if self.session else None
        name = " ".join(part for part in (player.name, player.version) if part) if player else ""
        self.border_title = Content(f"{self.number} {self.TITLE}" + (f" · {name}" if name else ""))

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterator[Line]:
        version, rest = _apart(session.player.entries, "playerVersion")
        yield from values(version)
        yield from measures("Start", diagnosis)
        yield from measures("Rebuffering", diagnosis)
        yield Heading("As reported")
        yield from values(rest)
        yield from values(session.start_time.entries)
        if diagnosis:
            from vpe_tui.qoe.explain import player_log

            yield LogRead(player_log(diagnosis.playback), diagnosis.playback)
        yield from measures("Session", diagnosis)


def _apart(entries: Sequence[Entry], name: str) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """The fields of a name, and the others."""
    return [each for each in entries if each.name == name], [each for each in entries if each.name != name]


class MediaPane(FieldsPane):
    """What was watched: an item for each track, how much of it, how good. Parts that are not known stand here too."""

    TITLE = "Media"

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterator[Line]:
        for number, media in enumerate(session.media, 1):
            if len(session.media) > 1:
                yield Heading(f"{number} of {len(session.media)}")
            if host := host_of(media.url):
                yield Value(Entry("", "CDN host", host, True))
            yield from values(media.entries)
        if not session.media and diagnosis:  # the first rows of a large session come before its media
            yield Heading("No media was loaded")
        yield from measures("Quality", diagnosis)
        yield from measures("Watched", diagnosis)
        if session.other_entries:
            yield Heading("not documented")
            yield from values(session.other_entries)
        if session.envelope_entries:
            yield Heading("The answer")
            yield from values(session.envelope_entries)
