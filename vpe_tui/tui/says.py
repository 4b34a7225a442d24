"""What a view, and the lookup behind it, have to say: sentences whose subject they are.

Whoever holds them hears each in the turn of the key that it comes of. A message of Textual's would come a round later,
after what the next keys of the same burst do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from vpe_tui.qoe.explain import Explained


class Said:
    """Something that was said."""


Tell = Callable[[Said], None]
"""Whom it is said to."""


@dataclass(frozen=True, slots=True)
class Says(Said):
    """What an action did, in a line that stays until the next key."""

    text: str


@dataclass(frozen=True, slots=True)
class Finds(Said):
    """What is so, until that is told anew: `about` names what it is about."""

    about: str
    text: str


class Moves(Said):
    """The cursor stands elsewhere, or what is shown there is another."""


class LooksElsewhere(Said):
    """Another pane is in front, or the cursor of one stands elsewhere."""


class LosesLines(Said):
    """Others stand where lines were: what was selected of them is gone."""


@dataclass(frozen=True, slots=True)
class Explains(Said):
    """A number, a finding, the verdict or a row; `then` is to hear what to do with the rows it counts."""

    explained: "Explained"
    then: Callable[[Literal["filter", "go"] | None], None]


@dataclass(frozen=True, slots=True)
class Shows(Said):
    """A value whole, or facts by name with a text below."""

    heading: str
    text: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Opens(Said):
    """A session, by its UUID."""

    uuid: str


@dataclass(frozen=True, slots=True)
class AsksFor(Said):
    """The sessions that the API is to list, in words."""

    words: str


class WantsToCopy(Said):
    """What is selected, else what is at the cursor."""


class OffersCopies(Said):
    """What can be copied is to be chosen from."""


class OffersFiles(Said):
    """What can be saved is to be chosen from."""


class WantsRefresh(Said):
    """The API is to be asked again."""


class WantsWatching(Said):
    """The API is to be asked again and again, or no longer."""


@dataclass(frozen=True, slots=True)
class WantsStar(Said):
    """A session is to have a star, or none where it has one; without a UUID the one that is shown."""

    uuid: str = ""


@dataclass(frozen=True, slots=True)
class WantsDeletion(Said):
    """What is kept of a session is to be deleted."""

    uuid: str


class WantsItBack(Said):
    """What was deleted last is to be put back."""


class WantsDemo(Said):
    """The built-in demo is to be started."""


class Changes(Said):
    """The lookup stands elsewhere, or another list is in front: the title is another."""


class LetsKeysWait(Said):
    """There is nothing yet that keys could be about."""


class LetsKeysGo(Said):
    """There is something that keys can be about, or nothing more to wait for."""
