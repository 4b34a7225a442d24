"""Hostile text in every field: on every screen it is text, and nothing else."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.drive import Explorer, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.hostile.payloads import PAYLOADS, answer, body, mark, mixed, poisoned, row, uuid_of
from tests.hostile.walk import back, everywhere, live, press, unsafe_in
from vpe_tui.service.targets import Opening
from vpe_tui.text.clean import clean

MIXED = "bad00000-0000-4000-8000-mixed0000000"
LITERAL = ("close", "close-unknown", "action", "link", "red", "format", "path", "formula")
"""Payloads that stand on a screen character by character."""


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    each = {uuid_of(name, every=every): body(answer(name, every=every)) for name in PAYLOADS for every in (False, True)}
    rows = listing([row(name, every=every) for name in PAYLOADS for every in (False, True)])
    with FakeApi({"": rows, MIXED: body(mixed(0)), **each}) as api:
        yield api


class Seen:
    """What stood on the screens, and what was sent to the clipboard."""

    def __init__(self, ui: Explorer) -> None:
        self.ui = ui
        self.text = ""
        self.copied: list[str] = []

    def look(self) -> None:
        self.text += self.ui.text + "\n"
        self.copied.append(self.ui.app.clipboard)

    def check(self) -> None:
        assert not unsafe_in(self.text)
        for value in self.copied:
            value.encode()  # what cannot be encoded cannot be copied


@asynccontextmanager
async def watched(api: FakeApi, directory: Path, uuid: str | None, **options: object) -> AsyncIterator[Seen]:
    """The explorer on a session, or on the list: what is seen, and that nothing hostile quits or acts."""
    settings = settings_for(api.base_url)
    async with explorer(None, directory, uuid=uuid, settings=settings, whole=True, **options) as ui:
        seen = Seen(ui)
        yield seen
        seen.check()
        assert ui.app.is_running and ui.app.return_code is None


async def is_open(ui: Explorer, name: str = "") -> None:
    """A session is on screen: the one of a payload, or any."""
    wanted = re.compile(mark(name) if name else r"\bq\d\d")
    await ui.until(lambda: wanted.search(ui.text), wanted.pattern)
    await ui.settled()


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_a_session_of_every_payload_is_walked_through_command_by_command(api, tmp_path, size):
    async with watched(api, tmp_path, MIXED, size=size) as seen:
        await is_open(seen.ui)
        met = await everywhere(seen.ui, seen.look)
        assert len(met) > 40
        assert len(set(seen.copied)) > 2


@pytest.mark.nightly
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("name", PAYLOADS)
async def test_every_payload_in_every_field_in_every_command(api, tmp_path, name, every):
    async with watched(api, tmp_path, uuid_of(name, every=every)) as seen:
        await is_open(seen.ui, name)
        await everywhere(seen.ui, seen.look)


async def test_what_looks_like_markup_is_text_in_every_pane(api, tmp_path):
    """Every other one in the numbers and times too. All payloads: tests/pty/test_data.py, and the nightly run."""
    async with watched(api, tmp_path, None) as seen:
        await seen.ui.sees(mark("erase"))
        home = seen.ui.app.screen
        for number, name in enumerate(LITERAL):
            seen.ui.app.shell.open_session(Opening(uuid_of(name, every=number % 2 == 1)))
            await is_open(seen.ui, name)
            seen.look()
            here = seen.ui.app.screen
            for id in [id for id in live(seen.ui) if re.match(r"pane\.(?!next|previous)", id)]:
                await press(seen.ui, id)
                seen.look()
            await press(seen.ui, "session.value")
            seen.look()
            await back(seen.ui, here)
            await back_to_list(seen.ui, home)
        for name in LITERAL:
            assert clean(poisoned(name)) in seen.text, name


async def back_to_list(ui: Explorer, home: object) -> None:
    await ui.until(lambda: ui.app.screen is not home)
    ui.app.pop_screen()
    await ui.until(lambda: ui.app.screen is home)


async def test_every_payload_in_the_list(api, tmp_path):
    async with watched(api, tmp_path, None, size=(160, 60)) as seen:
        await seen.ui.sees(mark("erase"))
        seen.look()
        await press(seen.ui, "move.last")
        seen.look()
        for name in PAYLOADS:
            assert mark(name) in seen.text


async def test_what_is_typed_into_the_palette_and_the_prompts_is_no_markup(api, tmp_path):
    async with watched(api, tmp_path, MIXED) as seen:
        await is_open(seen.ui)
        home = seen.ui.app.screen
        asking = ("app.palette", "app.open", "timeline.search", "timeline.filter", "timeline.time")
        for id in (id for id in asking if id in live(seen.ui)):
            for name in LITERAL[:4]:
                await press(seen.ui, id)
                seen.ui.app.focused.value = poisoned(name)
                await seen.ui.press("enter")
                seen.look()
                await back(seen.ui, home)
