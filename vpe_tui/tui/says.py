"""What a view, and the lookup behind it, have to say: sentences whose subject they are.

Whoever holds them hears each in the turn of the key that it comes of. A message of Textual's would come a round later,
after what the next keys of the same burst do.

Nobody changes one; they are not frozen because that, with what compares and prints them, was 10 ms of every start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from vpe_tui.fleet.row import SessionRow
    from vpe_tui.qoe.explain import Explained


class Said:
    """Something that was said."""


Tell = Callable[[Said], None]
"""Whom it is said to."""


@dataclass(eq=False, repr=False)
class Says(Said):
    """What an action did, in a line that stays until the next key."""

    text: str


@dataclass(eq=False, repr=False)
class Finds(Said):
    """What is so, until that is told anew: `about` names what it is about."""

    about: str
    text: str


@dataclass(eq=False, repr=False)
class HasNews(Said):
    """What came since the list was looked at, or nothing; `rings`: it came while nobody asked for it."""

    text: str
    rings: bool


@dataclass(eq=False, repr=False)
class Rings(Said):
    """Something that is watched became what somebody waits for, who may look elsewhere."""

    text: str


class Moves(Said):
    """The cursor stands elsewhere, or what is shown there is another."""


class LooksElsewhere(Said):
    """Another pane is in front, or the cursor of one stands elsewhere."""


class LosesLines(Said):
    """Others stand where lines were: what was selected of them is gone."""


class Wanted(NamedTuple):
    """What to do with the rows of an explanation: show only them, or go to the first; of which of its parts."""

    do: Literal["filter", "go"]
    part: int = 0


@dataclass(eq=False, repr=False)
class Explains(Said):
    """A number, a finding, the verdict or a row; `then` is to hear what to do with the rows it counts."""

    explained: "Explained"
    then: Callable[[Wanted | None], None]


@dataclass(eq=False, repr=False)
class Shows(Said):
    """A value whole, or facts by name with a text below."""

    heading: str
    text: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass(eq=False, repr=False)
class Opens(Said):
    """A session, by its UUID."""

    uuid: str


@dataclass(eq=False, repr=False)
class AsksFor(Said):
    """The sessions that the API is to list, in words."""

    words: str


class OffersOrders(Said):
    """A column to sort by is to be chosen."""


class OffersColumns(Said):
    """The columns are to be chosen."""


class WantsToCopy(Said):
    """What is selected, else what is at the cursor."""


class OffersCopies(Said):
    """What can be copied is to be chosen from."""


class OffersFiles(Said):
    """What can be saved is to be chosen from."""


class WantsPartner(Said):
    """What is shown, or marked, or stands at the cursor, is to be compared."""


class WantsOtherAlignment(Said):
    """Two sessions are to be aligned at the next moment that they share."""


class WantsSwap(Said):
    """A is to be B, and B is to be A."""


@dataclass(eq=False, repr=False)
class OffersSides(Said):
    """One of two sessions is to be opened: the place to stand at in each, by its letter."""

    places: Mapping[str, str]


@dataclass(eq=False, repr=False)
class OpensSide(Said):
    """One of two sessions, by its letter: at a place, or with only some rows."""

    letter: str
    at: str = ""
    filter: str = ""


class WantsReport(Said):
    """A report of what is shown is to be saved."""


class WantsRefresh(Said):
    """The API is to be asked again."""


class WantsOlder(Said):
    """The API is to be asked for sessions that are older than those that it gave."""


class WantsWatching(Said):
    """The API is to be asked again and again, or no longer."""


@dataclass(eq=False, repr=False)
class WantsToHandOver(Said):
    """These sessions of a list are to be saved in a file."""

    rows: "Sequence[SessionRow]"


@dataclass(eq=False, repr=False)
class WantsStar(Said):
    """A session is to have a star, or none where it has one; without a UUID the one that is shown."""

    uuid: str = ""


@dataclass(eq=False, repr=False)
class WantsNote(Said):
    """A note is to be kept: on the row that begins at `at_ms`, or on the session (of a list: `uuid`)."""

    text: str
    at_ms: int | None = None
    uuid: str = ""


@dataclass(eq=False, repr=False)
class WantsExplanation(Said):
    """A row of a list is to be explained."""

    row: "SessionRow"


@dataclass(eq=False, repr=False)
class WantsDeletion(Said):
    """What is kept of a session is to be deleted."""

    uuid: str


class WantsItBack(Said):
    """What was deleted last is to be brought back."""


class WantsDemo(Said):
    """The built-in demo is to be started."""


class WantsTriage(Said):
    """It is to be told who else is hit, of the sessions that are listed."""


class OffersBad(Said):
    """What is bad is to be chosen."""


class WantsReading(Said):
    """What is to be read of a window is to be read, whatever it costs."""


class WantsTheRest(Said):
    """The sessions of a window that were not read are to be read, too."""


@dataclass(eq=False, repr=False)
class WantsWindow(Said):
    """The window so many windows on, or back."""

    by: int


class WantsStop(Said):
    """No more is to be read."""


class Changes(Said):
    """The lookup stands elsewhere, or another list is in front: the title is another."""


class LetsKeysWait(Said):
    """There is nothing yet that keys could be about."""


class LetsKeysGo(Said):
    """There is something that keys can be about, or nothing more to wait for."""
