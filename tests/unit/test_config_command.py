"""`vpe-tui config`: a commented file that means the defaults, never over another; where it is; what is in force."""

import re
import stat
import tomllib
from pathlib import Path

from tests.unit.test_cli import Shell
from vpe_tui.cli.config import commented
from vpe_tui.settings.sources import Settings, load

NOWHERE = "http://127.0.0.1:9"


def test_the_file_means_the_defaults_once_its_lines_hold(tmp_path: Path) -> None:
    lines = commented().splitlines()
    held = [re.sub(r"^# (?=\[|[a-z_\"][\w.\"]* = )", "", line) for line in lines if "…" not in line]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(held), encoding="utf-8")
    path.chmod(0o600)
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    examples = {"bands", "links", "commands", "keys"}
    keys = {field.metadata["key"] for field in Settings.__dataclass_fields__.values() if field.metadata}
    assert {key.partition(".")[0] for key in keys} - {"api_key", "api_key_command", "project_id"} == told.keys()
    found = load({}, {"VPE_CONFIG_DIR": str(tmp_path)}).settings
    default = Settings()
    for field in Settings.__dataclass_fields__.values():
        if field.metadata and field.metadata["key"] not in examples:
            assert getattr(found, field.name) == getattr(default, field.name), field.name


def test_it_is_written_once_for_its_owner_alone(tmp_path: Path) -> None:
    shell = Shell(NOWHERE, tmp_path / "new")
    assert shell.run("config", "path").stdout == f"{tmp_path / 'new' / 'config.toml'}\n"
    done = shell.run("config", "init")
    path = tmp_path / "new" / "config.toml"
    assert (done.returncode, path.read_text(encoding="utf-8")) == (0, commented())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text('zone = "utc"\n', encoding="utf-8")
    again = shell.run("config", "init")
    assert again.returncode != 0 and "it is there already" in again.stderr
    assert path.read_text(encoding="utf-8") == 'zone = "utc"\n'


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = Shell(NOWHERE, tmp_path / "file").run("config", "init")
    assert done.returncode == 1 and "it is there already" not in done.stderr and str(tmp_path / "file") in done.stderr


def test_what_is_in_force_says_where_it_came_from_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('zone = "utc"\n', encoding="utf-8")
    told = Shell(NOWHERE, tmp_path).run("config", "--theme", "vpe-light").stdout
    assert re.search(r"^zone +utc +.*config.toml", told, re.MULTILINE)
    assert re.search(r"^theme +vpe-light +--theme", told, re.MULTILINE)
    assert re.search(r"^api_key +\*\*\* +", told, re.MULTILINE)
