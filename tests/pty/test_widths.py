"""Columns stay where they are in a real terminal (tmux), whatever letters stand in them."""

import json
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.pace import PATIENCE_S
from tests.terminal import clean_environment
from vpe_tui.report.layout import table
from vpe_tui.text.cells import cut, width_of


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


LETTERS = {
    "ASCII": "plain",
    "Korean": "한국어 강의 1편",
    "Korean, NFD": nfd("한국어 강의 1편 값"),
    "Korean of old": "ᄒᆞᆫ글",
    "Latin, NFD": nfd("Crème brûlée ñ"),
    "Vietnamese, NFD": nfd("Tiếng Việt"),
    "kana, NFD": nfd("がぎパピ動画"),
    "kana of half the width": "ﾊﾟﾋﾟ",
    "Thai": "สวัสดีน้ำ",
    "Hindi": "नमस्ते हिन्दी",
    "Tamil": "நிறுவனம்",
    "Bengali": "বাংলা",
    "Persian, with ZWNJ": "می‌خواهم",
    "a family": "👨‍👩‍👧 x",
    "families": "👨‍👩‍👧👩‍👩‍👦",
    "a cook": "👩‍🍳",
    "flags": "🇰🇷🇯🇵",
    "signs": "→…·“”",
}
"""As tmux has them."""

PICTURES = {
    "a sign as a picture": "❤️ x",
    "a tone of skin": "👍🏻 x",
    "both, joined": "👩🏽‍🚀 x",
    "a key": "1️⃣ x",
    "a rainbow": "🏳️‍🌈 x",
    "a sign as text": "☎︎ x",
}
"""Two cells each where a terminal knows them, as the screen has them; older terminals draw them in pieces."""

MEASURES = """
import json, sys, termios, tty
tty.setraw(0)
found = []
for text in json.load(open(sys.argv[1], encoding="utf-8")):
    sys.stdout.write("\\r\\x1b[K" + text + "\\x1b[6n")
    sys.stdout.flush()
    reply = ""
    while not reply.endswith("R"):
        reply += sys.stdin.read(1)
    found.append(int(reply.rstrip("R").rpartition(";")[2]) - 1)
with open(sys.argv[2] + ".new", "w") as file:
    json.dump(found, file)
import os
os.rename(sys.argv[2] + ".new", sys.argv[2])
"""


def is_there() -> bool:
    """tmux joins pictures since 3.2."""
    if shutil.which("tmux") is None:
        return False
    said = subprocess.run(["tmux", "-V"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)\.(\d+)", said)
    return version is not None and (int(version[1]), int(version[2])) >= (3, 3)


def measured(texts: list[str], directory: Path) -> list[int]:
    """The cells that each text takes in tmux."""
    asked, told, socket = directory / "texts.json", directory / "cells.json", directory / "tmux"
    asked.write_text(json.dumps(texts), encoding="utf-8")
    tmux = ["tmux", "-u", "-S", str(socket), "-f", "/dev/null"]
    program = [sys.executable, "-c", MEASURES, str(asked), str(told)]
    try:
        environment = clean_environment(directory)
        subprocess.run([*tmux, "new-session", "-d", "-x", "100", "-y", "9", *program], env=environment, check=True)
        deadline = time.monotonic() + PATIENCE_S
        while not told.exists():
            assert time.monotonic() < deadline, "tmux never told"
            time.sleep(0.01)
        return list(json.loads(told.read_text()))
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


@pytest.mark.skipif(not is_there(), reason="no tmux 3.3 here")
def test_a_text_takes_as_many_cells_as_are_counted(tmp_path: Path) -> None:
    told = dict(zip(LETTERS, measured(list(LETTERS.values()), tmp_path), strict=True))
    assert told == {name: width_of(text) for name, text in LETTERS.items()}


@pytest.mark.skipif(not is_there(), reason="no tmux 3.3 here")
def test_the_columns_of_a_table_do_not_shift(tmp_path: Path) -> None:
    """Nor what is cut to fit."""
    rows = [[text, "|"] for text in LETTERS.values()]
    rows += [[cut(text, room), "|"] for text in LETTERS.values() for room in range(2, 12)]
    before = [line.removesuffix("|") for line in table(rows)]
    assert len(set(measured(before, tmp_path))) == 1


@pytest.mark.parametrize("text", PICTURES.values(), ids=PICTURES)
def test_a_picture_takes_as_many_cells_as_on_screen(text: str) -> None:
    assert width_of(text) == cell_len(text)
    for room in range(1, 6):
        assert cell_len(cut(text, room)) <= room
