"""What the prompt asks of a session's timeline."""

from collections.abc import Callable

from vpe_tui.session.places import Place
from vpe_tui.tui.says import Says, Tell
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.prompt import Prompt, Question


class Asking:
    """The questions of the prompt, and what is to be said once it has its answer."""

    def __init__(self, prompt: Prompt, timeline: Timeline, bring_timeline: Callable[[], None], tell: Tell) -> None:
        self._prompt = prompt
        self._timeline = timeline
        self._bring_timeline = bring_timeline
        self._tell = tell
        self._afterwards = ""

    def search(self) -> None:
        from vpe_tui.tui.timeline.questions import SearchQuestion

        self._ask(SearchQuestion(self._timeline))

    def filter(self) -> None:
        from vpe_tui.tui.timeline.questions import FilterQuestion

        question = FilterQuestion(self._timeline)
        self._ask(question)
        self._tell(Says(question.choices()))

    def time(self, go_to: Callable[[Place], None]) -> None:
        from vpe_tui.tui.timeline.questions import TimeQuestion

        self._ask(TimeQuestion(self._timeline, go_to))

    def note(self, about: str, value: str, take: Callable[[str], None]) -> None:
        from vpe_tui.tui.widgets.noting import NoteQuestion

        self._ask(NoteQuestion(about, value, take))

    def say(self, text: str) -> None:
        """Says what an answer did when the prompt is closed; what else is done, at once."""
        if self._prompt.is_asking:
            self._afterwards = text
        else:
            self._tell(Says(text))

    def _ask(self, question: Question) -> None:
        self._bring_timeline()
        self._prompt.ask(question, self._timeline, self._closed)

    def _closed(self) -> None:
        said, self._afterwards = self._afterwards, ""
        self._tell(Says(said))
