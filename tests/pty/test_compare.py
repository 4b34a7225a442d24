"""`vpe-tui compare A B` on a terminal: on screen without a form, as text with one."""

from pathlib import Path

from tests.real.truth import LOGS
from tests.terminal import PROGRAM, Terminal, clean_environment

STALLS, NORMAL = (str(LOGS / f"{name}.json") for name in ("stalls", "normal"))


def test_on_a_terminal_two_sessions_stand_side_by_side(tmp_path: Path) -> None:
    argv = (*PROGRAM, "compare", STALLS, NORMAL, "--align", "start")
    with Terminal(argv, clean_environment(tmp_path), columns=120, rows=40) as terminal:
        terminal.sees("aligned at the player's start")
        terminal.sees(" differ · first ")
        terminal.send("A")
        terminal.sees("aligned at the first picture")
        terminal.resize(80, 24)
        terminal.sees("1 Fields  2 Numbers  3 Rows")
        terminal.send("Q")
        assert terminal.ends() == 0


def test_with_a_form_it_prints(tmp_path: Path) -> None:
    argv = (*PROGRAM, "compare", STALLS, NORMAL, "--text")
    with Terminal(argv, clean_environment(tmp_path), columns=120, rows=60) as terminal:
        terminal.sees("Rows: 8 of 9 differ")
        assert terminal.ends() == 0
