"""Contracts over versions: a folder that 0.1.0 kept is read today, and 0.1.0 reads what is written today."""

import json
import tarfile
from pathlib import Path

import pytest

from tests import kept_0_1_0
from vpe_tui.fleet.row import DisplayContext, of_kept
from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.report.listed import as_object
from vpe_tui.session.parse import parse_session
from vpe_tui.store.cache import CachePolicy, Place, SessionCache
from vpe_tui.text.times import KST

KEPT = Path(__file__).parents[1] / "data/kept-0.1.0"
MADE_MS = 1_795_653_600_000
"""A few minutes after the folder was made."""
OF_A_READING = {"verdict", "verdict_text", "band"}
PLACES = {
    "default": Place("http://127.0.0.1:18081\ndemo-project", "http://127.0.0.1:18081"),
    "second": Place("http://127.0.0.1:18082\ndemo-project", "http://127.0.0.1:18082"),
}
FORMAT_1 = "a20f6e1a-89f1-e8f4-37ce-ef4ad4e395a4"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with tarfile.open(KEPT / "recents.tar") as archive:
        archive.extractall(tmp_path, filter="data")
    (tmp_path / "recents").chmod(0o700)
    return tmp_path / "recents"


def cache_in(folder: Path, name: str = "default", **limits: int) -> SessionCache:
    return SessionCache(folder, PLACES[name], CachePolicy(**limits), lambda: MADE_MS)


def said_by_0_1_0(name: str) -> list[dict[str, object]]:
    told: list[dict[str, object]] = json.loads((KEPT / f"{name}.json").read_text())["sessions"]
    return told


def same_as(told: dict[str, object], entry: KeptEntry) -> None:
    """What 0.1.0 said of a session is said of it today."""
    now = as_object(of_kept(entry, None, DisplayContext(MADE_MS, KST)))
    now |= {"verdict_text": entry.summary.verdict_text, "events": entry.summary.events}
    now |= {"starred": entry.starred, "bytes": entry.size}
    known = told.keys() - {"fetched_at", "age_s", *OF_A_READING}
    assert {key: now[key] for key in known} == {key: told[key] for key in known}
    assert entry.is_outdated, "its verdict is of an older reading, and is not shown"
    assert (now["verdict"], now["band"]) == (None, None)


@pytest.mark.parametrize("name", PLACES)
def test_a_folder_of_0_1_0_lists_and_keeps_its_stars(folder: Path, name: str) -> None:
    entries = cache_in(folder, name).entries()
    told = said_by_0_1_0(name)
    assert [entry.uuid for entry in entries] == [each["uuid"] for each in told]
    for each, entry in zip(told, entries, strict=True):
        same_as(each, entry)
    assert sum(entry.starred for entry in entries) == (2 if name == "default" else 0)


@pytest.mark.parametrize("name", PLACES)
def test_each_session_of_0_1_0_opens(folder: Path, name: str) -> None:
    cache, old = cache_in(folder, name), kept_0_1_0.read(folder, PLACES[name].name) if name == "second" else None
    for told in said_by_0_1_0(name):
        kept = cache.get(str(told["uuid"]))
        assert kept is not None
        assert len(parse_session(kept.body, kept.uuid).events) == told["events"]
        assert old is None or old[kept.uuid].body == kept.body
    assert cache.doubts() == ""


def test_the_older_format_is_left_out_with_a_word_as_in_0_1_0(folder: Path) -> None:
    cache = cache_in(folder)
    cache.entries()
    assert cache.doubts().startswith(f"the kept session {FORMAT_1} cannot be used")


def test_what_0_1_0_kept_is_looked_at_and_outlives_a_start(folder: Path) -> None:
    assert all(entry.is_chosen for entry in cache_in(folder).entries())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    cache_in(folder).sweep()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_0_1_0_reads_what_is_written_today(folder: Path) -> None:
    """Each of its sessions kept again, starred or not, fetched ahead and then looked at."""
    cache = cache_in(folder)
    (folder / f"{FORMAT_1}.{cache.path(FORMAT_1).name.split('.')[1]}.gz").unlink()
    before = kept_0_1_0.read(folder, PLACES["default"].name)
    for entry in cache.entries():
        kept = cache.get(entry.uuid)
        assert kept is not None
        cache.path(entry.uuid).unlink()
        cache.put(kept, entry.summary, ahead=True)
    assert kept_0_1_0.read(folder, PLACES["default"].name) == before
    for uuid in before:
        cache.look(uuid)
    assert kept_0_1_0.read(folder, PLACES["default"].name) == before
