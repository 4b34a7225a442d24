"""What is handed out: the wheel, the source distribution, a zipapp for hosts without pip, a user without a home."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipapp
import zipfile
from pathlib import Path

import pytest

from tests.pace import LONG_S
from tests.unit.test_house import ROOT
from vpe_tui.demo.catalogue import DOCUMENTED_UUID

PACKAGE = {
    f"{path.relative_to(ROOT)}"
    for path in (ROOT / "vpe_tui").rglob("*")
    if path.is_file() and path.suffix not in (".pyc", ".pyo")
}


def test_the_wheel_has_the_package_and_nothing_else(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == PACKAGE
    assert {name.partition("/")[2] for name in about} >= {"METADATA", "entry_points.txt", "licenses/LICENSE"}


def test_the_source_distribution_has_its_tests_and_all_that_they_read(tmp_path: Path) -> None:
    from hatchling.builders.sdist import SdistBuilder

    (built,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= PACKAGE | {"README.md", "LICENSE", "pyproject.toml", ".ci/run", ".github/CONTRIBUTING.md"}
    assert names >= {
        f"{path.relative_to(ROOT)}" for path in (ROOT / "tests").rglob("*") if path.suffix != ".pyc" and path.is_file()
    }
    assert not any(re.search(r"\.py[co]$|(^|/)(\.venv|\.git)/", name) for name in names)


def needed(name: str, known: set[str]) -> set[str]:
    """The distributions that one needs, and itself."""
    if name in known:
        return known
    known.add(name)
    for each in importlib.metadata.requires(name) or ():
        requirement, _, marker = each.partition(";")
        if "extra" not in marker:
            other = re.split(r"[^\w.-]", requirement.strip())[0]
            try:
                needed(other, known)
            except importlib.metadata.PackageNotFoundError:  # for another Python, or another system
                known.discard(other)
    return known


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zipapp as the page `install` tells to make one, of the packages that are installed here."""
    place = tmp_path_factory.mktemp("zip")
    shutil.copytree(ROOT / "vpe_tui", place / "all" / "vpe_tui", ignore=shutil.ignore_patterns("__pycache__"))
    for name in needed("vpe-tui", set()) - {"vpe-tui"}:
        for file in importlib.metadata.files(name) or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                there = place / "all" / file
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), there)
    made = place / "vpe-tui.pyz"
    zipapp.create_archive(place / "all", made, main="vpe_tui.cli:run")
    return made


def run(*argv: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )


@pytest.mark.parametrize(
    "words, says",
    [
        (["--version"], f"vpe-tui {importlib.metadata.version('vpe-tui')}\n"),
        (["help"], "vpe-tui help TOPIC:"),
        (["help", "metrics"], "rebuffering_ratio"),
        (["show", "--demo", DOCUMENTED_UUID], "Stopped early at 0 %"),
        (["list", "--demo"], "newest 100"),
    ],
)
def test_a_zipapp_runs_without_anything_installed(zipped: Path, tmp_path: Path, words: list[str], says: str) -> None:
    done = run(sys.executable, "-I", "-S", zipped, *words, VPE_CONFIG_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert says in done.stdout + done.stderr


def test_what_no_zip_can_hold_is_told(zipped: Path, tmp_path: Path) -> None:
    """pydantic's core is compiled, and Python imports nothing compiled from a zip."""
    words = ("show", "--demo", "--json", DOCUMENTED_UUID)
    done = run(sys.executable, "-I", "-S", zipped, *words, VPE_CONFIG_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("vpe-tui: Not from a zip file: pydantic_core") and "zipfile -e" in done.stderr
    unpacked = run(sys.executable, "-m", "zipfile", "-e", zipped, tmp_path / "all")
    assert unpacked.returncode == 0
    environment = {"PYTHONPATH": str(tmp_path / "all"), "VPE_CONFIG_DIR": str(tmp_path)}
    done = run(sys.executable, "-S", "-m", "vpe_tui", *words, **environment)
    assert (done.returncode, done.stdout[:2]) == (0, "{\n")
