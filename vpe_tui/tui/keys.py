"""Keys: what was typed, in order, does what it says in that order.

Everything about that is here. Textual has three ways for a key: a binding with priority is run at once; any other makes
a round through the widgets' queues; a letter for an input takes one message, a command of the input (enter, backspace)
another. Of what comes in one burst, typed ahead or pasted by a slow line, the later would overtake. So all our bindings
have priority, an input does its own keys at once, and a key waits for the screen it was typed for; so does a paste.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, runtime_checkable
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from vpe_tui.tui.commands import Group
from vpe_tui.tui.korean import key_of, typed
from vpe_tui.tui.textual_fixes import give_key, run_priority_binding


def bindings(*groups: Group) -> list[BindingType]:
    """The bindings of a screen or widget for its groups of commands."""
    return [
        Binding(
            command.keys,
            command.action,
            command.label or command.says,
            show=bool(command.label),
            id=command.id,
            priority=True,  # else of `/E0003` typed in one go the letters would be commands
        )
        for group in groups
        for command in group.commands
    ]


def give_keys_to(widget: Widget) -> None:
    """The next key is this widget's; `Widget.focus` would take a round, in which keys would be others'."""
    widget.screen.set_focus(widget)


class Answer(Input):
    """Where something is typed. Its keys are done by `Keys`, each in its turn, and enter hands over the text."""

    def __init__(
        self, accept: Callable[[str], Awaitable[None] | None], *, placeholder: str = "", id: str | None = None
    ) -> None:
        super().__init__(compact=True, select_on_focus=False, placeholder=placeholder, id=id)
        self._accept = accept

    def take(self, pasted: str) -> None:
        """The first line of what was pasted that says something, in the place of what is selected.

        Textual's own takes the first one, and of what is copied that is often empty.
        """
        line = next((line for line in pasted.splitlines() if line.strip()), "")
        self.replace(line, *self.selection)

    async def action_submit(self) -> None:
        doing = self._accept(self.value)
        if doing is not None:
            await doing


@runtime_checkable
class Told(Protocol):
    """A screen that wants to know of each key and click."""

    def met(self) -> None: ...


@runtime_checkable
class TakesPaste(Protocol):
    """A screen that can do something with what is pasted outside of a prompt."""

    def take(self, pasted: str) -> None: ...


class Keys:
    """The keys that were typed and have not been met yet. `textual` does with an event what Textual does."""

    def __init__(self, app: App[Any], textual: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._textual = textual
        self._typed: deque[events.Key | events.Paste] = deque()
        self._held: WeakSet[Screen[Any]] = WeakSet()
        self._is_going_on = False
        self.are_over = False
        """Somebody has quit: from then on no key is anybody's."""

    def end(self) -> None:
        """Nothing that was typed is anybody's any more."""
        self.are_over = True
        self._typed.clear()

    async def hear(self, event: events.Event) -> None:
        """Every event of the app comes here first."""
        if self.are_over and isinstance(event, events.InputEvent | events.Paste):
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            await self.go_on()
        else:
            if isinstance(event, events.MouseDown):
                self._tell_screen()
            await self._textual(event)

    def hold(self, screen: Screen[Any]) -> None:
        """What is typed for a screen waits: what it is about is still being got, or must not change just now."""
        self._held.add(screen)

    def let_go(self, screen: Screen[Any]) -> None:
        """Once the screen has done what it was told until now, what waits is met."""

        async def met() -> None:
            self._held.discard(screen)
            await self.go_on()

        screen.call_later(met)

    def are_held(self, screen: Screen[Any]) -> bool:
        return screen in self._held

    async def go_on(self) -> None:
        """Does what was typed, as far as there is a screen that takes it: one just being opened has no commands yet."""
        if self._is_going_on:
            return
        self._is_going_on = True
        try:
            while self._typed and self._app.screen.is_mounted and not self.are_held(self._app.screen):
                await self._meet(self._next())
        finally:
            self._is_going_on = False
        if self._typed and not self._app.screen.is_mounted:
            self._app.screen.call_later(self.go_on)

    def _next(self) -> events.Key | events.Paste:
        """What is to be met next: outside of a prompt a Korean letter is the key that it is on.

        What a syllable was typed as besides waits its turn as letters: a prompt that the first key opens is given text.
        """
        first = self._typed.popleft()
        if isinstance(first, events.Paste) or isinstance(self._app.focused, Answer):
            return first
        letters = typed(first.character or "")
        if not letters:
            return first
        self._typed.extendleft(events.Key(each, each) for each in reversed(letters[1:]))
        key = key_of(letters[0])
        return events.Key(key, key)

    async def _meet(self, key: events.Key | events.Paste) -> None:
        answer = self._app.focused
        if isinstance(key, events.Paste):
            self._meet_pasted(key.text)
        elif not isinstance(answer, Answer):
            self._tell_screen()
            await self._textual(key)
        elif not await run_priority_binding(self._app, key.key):
            await give_key(answer, key)

    def _meet_pasted(self, text: str) -> None:
        """It is for the prompt that is open, else for the screen."""
        if not text.strip():
            return
        taker = self._app.focused if isinstance(self._app.focused, Answer) else self._app.screen
        self._tell_screen()
        if isinstance(taker, Answer | TakesPaste):
            taker.take(text)

    def _tell_screen(self) -> None:
        screen = self._app.screen
        if isinstance(screen, Told):
            screen.met()
