"""The four panes of a session: User, Player, Media, Errors."""

from collections.abc import Iterator

from vpe_tui.session.glossary import PLAYER_ERRORS, Kind
from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.session.times import playhead, relative
from vpe_tui.tui.panes.fields import FieldsPane, Heading, Line


class UserPane(FieldsPane):
    """Who watched, where and with what."""

    TITLE = "User"
    NOTHING = "The answer says nothing about the user."

    def entries_of(self, session: Session) -> Iterator[Line]:
        yield from session.user.entries


class PlayerPane(FieldsPane):
    """How long the start took, and the player that reported it."""

    TITLE = "Player"
    NOTHING = "The answer says nothing about the player."

    def entries_of(self, session: Session) -> Iterator[Line]:
        yield from session.start_time.entries
        yield from session.player.entries


class MediaPane(FieldsPane):
    """What was watched: an item for each track. Parts of the answer that are not known stand here too."""

    TITLE = "Media"
    NOTHING = "No media was loaded."

    def entries_of(self, session: Session) -> Iterator[Line]:
        for number, media in enumerate(session.media, 1):
            if len(session.media) > 1:
                yield Heading(f"{number} of {len(session.media)}")
            yield from media.entries
        if session.other_entries:
            yield Heading("not documented")
            yield from session.other_entries


class ErrorsPane(FieldsPane):
    """What the player reported as its end, from `error` and from the log's rows."""

    TITLE = "Errors"
    NOTHING = "No error was reported."

    def entries_of(self, session: Session) -> Iterator[Line]:
        for number, error in enumerate(session.errors, 1):
            yield Heading(_named(error.code, f"error {number} of {len(session.errors)}"))
            yield from error.entries
        for row, kind in enumerate(session.events.kinds):
            if kind is Kind.ERROR:
                yield from _logged(session, row)

    def watch_session(self, session: Session | None) -> None:
        super().watch_session(session)
        count = session.error_count if session else 0
        self.border_title = f"4 {self.TITLE}" + (f" ({count})" if count else "")
        self.set_class(count > 0, "-failed")


def _logged(session: Session, row: int) -> Iterator[Line]:
    """The error row of the log: when, where in the media, which code."""
    events = session.events
    code = events.error_code[row]
    yield Heading(_named(code, "error") + " in the log")
    yield Entry("", "Row", f"{row} at {relative(events.end_ms[row] - events.zero_ms)}", True)
    position = events.video_time_s[row]
    if position is not None:
        yield Entry("", "Playhead", playhead(position), True)
    message = events.error_message[row]
    if message is not None:
        yield Entry("", "Message", message, True)


def _named(code: str | None, otherwise: str) -> str:
    return f"{code} {PLAYER_ERRORS.get(code, '')}".strip() if code else otherwise
