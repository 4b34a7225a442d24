"""What is drawn keeps to its cells, whatever letters are in it."""

from collections.abc import Sequence

from textual.app import App, ComposeResult

from tests.unit.test_cells import MESSAGE
from vpe_tui.text.cells import fit, width_of
from vpe_tui.tui.widgets.lines import Lines, Run

TITLES = ("plain", "한국어 강의", "हिन्दी में वीडियो", "நிறுவனம்", "বাংলা", "❤️ 👨‍👩‍👧 🇰🇷")


class Titles(Lines):
    """A column of titles, and one beside it."""

    def runs(self, index: int, width: int) -> Sequence[Run]:
        return [(fit(TITLES[index], 20), ""), ("|", "lines--dim")]


class Drawn(App[None]):
    def compose(self) -> ComposeResult:
        yield Titles()

    def rows(self) -> list[str]:
        """What goes to the terminal, row by row."""
        return ["".join(part.text for part in row) for row in self.screen._compositor.render_strips(self.size)]


async def test_letters_that_textual_counts_otherwise_shift_nothing() -> None:
    async with Drawn().run_test(size=(40, len(TITLES))) as pilot:
        pilot.app.query_one(Titles).show_lines(len(TITLES))
        await pilot.pause()
        rows = pilot.app.rows()
    assert [width_of(row) for row in rows] == [40] * len(TITLES)
    assert [width_of(row.partition("|")[0]) for row in rows] == [20] * len(TITLES)


async def test_a_message_in_korean_is_whole_where_there_is_nothing_else() -> None:
    async with Drawn().run_test(size=(60, 20)) as pilot:
        pilot.app.query_one(Titles).say("No such session", MESSAGE, "r tries again.")
        await pilot.pause()
        rows = pilot.app.rows()
    assert MESSAGE.replace(" ", "") in "".join(rows).replace(" ", "")
    assert {width_of(row) for row in rows} == {60}
