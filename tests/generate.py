"""Writes anew what is made from declarations (tables, pages, pictures): `python -m tests.generate`."""

import asyncio
import re
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drive import explorer, settings_for
from tests.shots import ASCII_FRAMES, FRAMES, SHOTS, WORLD
from vpe_tui.cli.pages import PAGES
from vpe_tui.cli.topics import TOPICS, as_markdown
from vpe_tui.demo.server import DemoServer

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "vpe_tui" / "docs"
PICTURES = ROOT / "screenshots"
KEPT_FRAMES = ROOT / "tests" / "data" / "frames"

_GENERATED = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages_table() -> str:
    """The pages of the reference, for the README."""
    rows = (f"| [`{name}`](vpe_tui/docs/{name}.md) | {says} |" for name, says in PAGES.items())
    return "\n".join(["| page | about |", "|---|---|", *rows])


def anew(text: str) -> str:
    """A text with what is generated in it as it should be."""
    sections = {"pages": pages_table, **{name: partial(as_markdown, topic) for name, topic in TOPICS.items()}}
    return _GENERATED.sub(lambda found: f"{found[1]}{sections[found[2]]()}\n{found[3]}", text)


def written() -> dict[Path, str]:
    """The README and every page, as they should be."""
    return {path: anew(path.read_text(encoding="utf-8")) for path in (README, *sorted(DOCS.glob("*.md")))}


async def pictures() -> dict[str, str]:
    """Every picture by its file name: the screens as the demo shows them."""
    made: dict[str, str] = {}
    with DemoServer() as plain, DemoServer(world=WORLD) as incident, TemporaryDirectory() as directory:
        for number, shot in enumerate(SHOTS):
            server = incident if shot.incident else plain
            settings = settings_for(server.base_url, open_at_problem=True, theme=shot.theme, ascii=shot.ascii)
            place = Path(directory) / str(number)
            async with explorer(
                server, place, size=shot.size, uuid=shot.uuid, settings=settings, other=shot.other
            ) as ui:
                await ui.sees(shot.sees)
                await ui.settled()
                await ui.press(*shot.keys)
                await ui.sees(shot.then)
                made[f"{shot.name}-{shot.size[0]}x{shot.size[1]}.svg"] = ui.picture()
    return made


async def frames() -> dict[str, str]:
    """Every text frame by its file name."""
    made: dict[str, str] = {}
    with DemoServer() as server, TemporaryDirectory() as directory:
        for frame in FRAMES + ASCII_FRAMES:
            place, settings = Path(directory) / frame.file, settings_for(server.base_url, ascii=frame.ascii)
            async with explorer(
                server, place, size=frame.size, uuid=frame.uuid, settings=settings, other=frame.other
            ) as ui:
                await ui.sees(frame.sees)
                await ui.settled()
                made[frame.file] = f"{ui.text}\n"
    return made


def main() -> None:
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    KEPT_FRAMES.mkdir(parents=True, exist_ok=True)
    for name, text in asyncio.run(frames()).items():
        (KEPT_FRAMES / name).write_text(text, encoding="utf-8")
    for name, svg in asyncio.run(pictures()).items():
        (PICTURES / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
