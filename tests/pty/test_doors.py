"""Links and commands of the settings, taken on the real terminal."""

from pathlib import Path

from tests.pty.test_program import FAILED, gave_back
from tests.terminal import PROGRAM, Terminal, clean_environment

DOORS = """
[links]
Kibana = "https://kibana.example.com/?host={host}"

[commands]
Log = ["printf", "%s|", "--", "{uuid}", "two words", "$HOME"]
Missing = ["no-such-program", "{uuid}"]
"""


def test_a_command_has_the_terminal_and_a_key_comes_back(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(DOORS, encoding="utf-8")
    with Terminal((*PROGRAM, "--demo", FAILED), clean_environment(tmp_path)) as terminal:
        terminal.sees("16 events")
        terminal.send("Y")
        terminal.sees("Kibana")
        terminal.sees("kibana.example.com/?host=video.example.com")
        terminal.send("Gk\r")
        terminal.sees(f"{FAILED}|two words|$HOME|")
        terminal.sees("any key comes back")
        terminal.send("x")
        terminal.sees("any key comes back", gone=True)
        terminal.sees("5 Timeline")
        terminal.send("YG\r")
        terminal.sees("no-such-program: No such file or directory")
        terminal.send("Q")
        assert terminal.ends() == 0
        assert gave_back(terminal)
