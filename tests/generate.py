"""Writes what is made from declarations, the README's tables and the pictures, anew: `python -m tests.generate`."""

import argparse
import asyncio
import dataclasses
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drive import explorer, settings_for
from tests.shots import ASCII_FRAMES, FRAMES, SHOTS
from vpe_tui.cli.topics import TOPICS, as_markdown
from vpe_tui.cli.tree import OPEN, WORDS, parser_of
from vpe_tui.demo.server import DemoServer
from vpe_tui.report.contract import NAMES, json_schema
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.commands import GROUPS, key_name

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURES = ROOT / "screenshots"
KEPT_FRAMES = ROOT / "tests" / "data" / "frames"


def keys() -> str:
    rows = ["| key | does | id |", "|---|---|---|"]
    for group in GROUPS:
        rows.append(f"| **{group.heading}** | | |")
        rows += [
            f"| {' '.join(f'`{key_name(key)}`' for key in command.keys.split(','))} | {command.says} | `{command.id}` |"
            for command in group.commands
        ]
    return "\n".join(rows)


def settings() -> str:
    rows = ["| in config.toml | flag | environment | default | meaning |", "|---|---|---|---|---|"]
    for field in dataclasses.fields(Settings):
        if field.metadata:
            given = (field.metadata["key"], field.metadata["flag"], field.metadata["env"], _default(field))
            rows.append(f"| {' | '.join(f'`{each}`' if each else '' for each in given)} | {field.metadata['says']} |")
    return "\n".join(rows)


def _default(field: "dataclasses.Field[object]") -> str:
    default = "" if field.name == "bands" else field.default_factory()  # type: ignore[misc]
    return (
        str(default).lower()
        if isinstance(default, bool)
        else f"{default:g}"
        if isinstance(default, float)
        else str(default or "").replace("{}", "")
    )


def flags() -> str:
    """The flags of every command; those that all have are told once."""
    actions = {word: parser_of(word)._actions for word in WORDS}
    common = set.intersection(*({action.dest for action in own} for own in actions.values()))
    rows = ["| command | flag | does |", "|---|---|---|"]
    rows += [_flag("all", action) for action in actions[OPEN] if action.dest in common]
    for word, own in actions.items():
        command = "`vpe-tui`" if word == OPEN else f"`{word}`"
        rows += [_flag(command, action) for action in own if action.dest not in common]
    return "\n".join(rows)


def _flag(command: str, action: argparse.Action) -> str:
    names = " ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest.upper()}`"
    return f"| {command} | {names} | {(action.help or '').replace('|', ' or ')} |"


def json_keys() -> str:
    """What machines read, by its models: those of each schema that are in none before it."""
    rows = ["| `vpe-tui schema` | object | keys | what it is |", "|---|---|---|---|"]
    known: set[str] = set()
    for name in NAMES:
        schema = json_schema(name)
        own = {f"{name.title()}Json": schema} if "properties" in schema else {}
        for model, form in (own | schema.get("$defs", {})).items():
            if model not in known:
                keys = " ".join(f"`{key}`" for key in form["properties"])
                what = " ".join(form["description"].split())
                rows.append(f"| `{name}` | {model.removesuffix('Json')} | {keys} | {what} |")
                known.add(model)
    return "\n".join(rows)


def sections() -> dict[str, str]:
    """Every generated part of the README."""
    topics = ("exit-codes", "metrics", "findings", "verdicts", "bands")
    return {
        "keys": keys(),
        "settings": settings(),
        "flags": flags(),
        "json": json_keys(),
        **{name: as_markdown(TOPICS[name]) for name in topics},
    }


def readme() -> str:
    """The README as it should be."""
    text = README.read_text(encoding="utf-8")
    for name, made in sections().items():
        text = re.sub(
            rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)",
            lambda match, made=made: f"{match[1]}{made}\n{match[2]}",
            text,
            flags=re.DOTALL,
        )
    return text


async def pictures() -> dict[str, str]:
    """Every picture by its file name: the screens as the demo shows them."""
    made: dict[str, str] = {}
    with DemoServer() as server, TemporaryDirectory() as directory:
        for number, shot in enumerate(SHOTS):
            settings = settings_for(server.base_url, open_at_problem=True, theme=shot.theme, ascii=shot.ascii)
            place = Path(directory) / str(number)
            async with explorer(server, place, size=shot.size, uuid=shot.uuid, settings=settings) as ui:
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
            async with explorer(server, place, size=frame.size, uuid=frame.uuid, settings=settings) as ui:
                await ui.sees(frame.sees)
                await ui.settled()
                made[frame.file] = f"{ui.text}\n"
    return made


def main() -> None:
    README.write_text(readme(), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    KEPT_FRAMES.mkdir(parents=True, exist_ok=True)
    for name, text in asyncio.run(frames()).items():
        (KEPT_FRAMES / name).write_text(text, encoding="utf-8")
    for name, svg in asyncio.run(pictures()).items():
        (PICTURES / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
