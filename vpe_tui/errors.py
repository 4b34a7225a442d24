"""The errors of vpe-tui: one tree of faults, on screen and on stderr alike."""

import errno
from collections.abc import Mapping, Sequence
from typing import ClassVar

EXIT_CODES: Mapping[int, str] = {
    0: "done; with `watch`: what was waited for came",
    1: "with `--check`: a session failed, or a number of it is poor, or with `triage` something is loud; "
    "with `watch`: what was waited for did not come; "
    "else: what was asked for cannot be written, or with `kept clear` not deleted; or vpe-tui itself broke",
    2: "usage; no terminal to draw on",
    3: "settings or credentials: missing, wrong, refused",
    4: "network or service: name server, TLS, refused, timeout, 429, 5xx",
    5: "no such session, or no longer",
    6: "the answer is not a session",
    129: "ended by SIGHUP",
    130: "interrupted (ctrl+c)",
    131: "ended by SIGQUIT (ctrl+\\)",
    143: "ended by SIGTERM",
}
"""What the exit codes mean. With several sessions it is the highest of theirs."""


class Fault(Exception):
    """An error for people: title, cause, hint, exit code.

    `title` says what happened, `cause` why, in plain words, `hint` what to do now.
    All three may carry text from outside: clean it before it reaches a terminal.
    """

    kind: ClassVar[str] = "fault"
    exit_code: ClassVar[int] = 1

    def __init__(self, title: str, cause: str = "", hint: str = "") -> None:
        super().__init__(title, cause, hint)
        self.title = title
        self.cause = cause
        self.hint = hint

    def __str__(self) -> str:
        """One line: `what happened: why; what to do`."""
        happened = f"{self.title}: {self.cause}" if self.cause else self.title
        return f"{happened}; {self.hint}" if self.hint else happened

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines for stderr."""
        return (str(self),)


class UsageFault(Fault):
    """The arguments cannot be understood, or contradict one another."""

    kind = "usage"
    exit_code = 2


class OutputFault(Fault):
    """The output cannot be written."""

    kind = "output"
    exit_code = 1


class SettingsFault(Fault):
    """A setting or a credential is missing or wrong."""

    kind = "settings"
    exit_code = 3


class WrongSettings(SettingsFault):
    """Values in the settings that cannot be used, a line for each."""

    def __init__(self, wrong: Sequence[str]) -> None:
        super().__init__("Settings cannot be used", "; ".join(wrong), "correct them, or see vpe-tui help settings")
        self._wrong = tuple(wrong)

    @property
    def lines(self) -> tuple[str, ...]:
        return self._wrong


class CredentialsRefused(SettingsFault):
    """The API does not accept the key or the project id."""

    kind = "refused"


class NetworkFault(Fault):
    """The API could not be reached, or the answer did not arrive in time."""

    kind = "network"
    exit_code = 4


class ServiceFault(Fault):
    """The API answered, and said that it cannot serve: 429, 5xx, an error code of its own."""

    kind = "service"
    exit_code = 4


class Busy(ServiceFault):
    """The API asks to wait: 429, 503. `wait_s` is for how long, where it says so."""

    def __init__(self, title: str, cause: str, hint: str, wait_s: float | None = None) -> None:
        super().__init__(title, cause, hint)
        self.wait_s = wait_s


class NoSuchSession(Fault):
    """The API knows no session of this UUID, or no longer."""

    kind = "no-such-session"
    exit_code = 5


class NotASession(Fault):
    """An answer came that is not a session: not JSON, too big, of another shape, a redirect."""

    kind = "not-a-session"
    exit_code = 6


class Defect(Fault):
    """A session on which vpe-tui itself broke; the others of the same call are shown."""

    kind = "defect"
    exit_code = 1


class CutShort(NotASession):
    """The answer began and stopped in the middle: of the same kind, but what is kept may stand in for it."""


def no_more_files(error: BaseException) -> OutputFault | None:
    """The fault for a machine that opens no more files for us: it breaks anything, and is no defect. Else None."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return OutputFault("No more files can be opened", error.strerror or "", "see ulimit -n")
    return None
