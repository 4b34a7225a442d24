"""A floor: the least that Textual can be, one Label, which a key changes. `Q` quits, as in what is measured."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Label

READY = "bare app is ready"


class Bare(App[None]):
    """An app with one Label."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Label(READY)

    def on_key(self, event: Key) -> None:
        if event.key == "Q":
            self.exit()
        label = self.query_one(Label)
        label.update("one" if label.has_class("-two") else "two")
        label.toggle_class("-two")


if __name__ == "__main__":
    Bare().run()
