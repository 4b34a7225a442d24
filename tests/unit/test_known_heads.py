"""A list opens no kept file twice, and the files stay the truth: whoever puts, takes or changes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drive import NOW_MS, settings_for
from tests.unit.test_cache import KEPT, SUMMARY, UUID, cache_in, mode, put_many
from tests.unit.test_cache import NOW_MS as CACHE_MS
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.fleet import summary as summaries
from vpe_tui.fleet.row import DisplayContext, of_kept
from vpe_tui.service.lookup import LoadedSession, Lookup
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.store import known
from vpe_tui.store.cache import Kept, SessionCache
from vpe_tui.text.times import KST

MANY = 40


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The sessions whose files are opened for their heads."""
    met: list[str] = []
    real = known.head_of

    def told(path: str, uuid: str) -> object:
        met.append(uuid)
        return real(path, uuid)

    monkeypatch.setattr(known, "head_of", told)
    yield met


@pytest.fixture
def cache(tmp_path: Path) -> SessionCache:
    made = cache_in(tmp_path)
    put_many(made, MANY)
    return made


def test_no_file_is_opened_twice_in_a_run_nor_in_the_next(cache: SessionCache, opened: list[str]) -> None:
    first = cache.entries()
    assert len(opened) == len(first) == MANY
    assert cache.entries() == first
    assert cache_in(cache.directory).entries() == first
    assert len(opened) == MANY
    assert mode(cache.directory / known.COPY) == 0o600


def test_what_others_put_take_and_change_is_seen(cache: SessionCache, opened: list[str]) -> None:
    before = {entry.uuid: entry for entry in cache.entries()}
    gone, changed, *_ = before
    other = cache_in(cache.directory)
    cache.path(gone).unlink()
    other.put(Kept(changed, CACHE_MS - 5, b"{}"), SUMMARY._replace(title="anew"))
    other.put(KEPT, SUMMARY)
    opened.clear()
    for each in (cache, cache_in(cache.directory)):
        after = {entry.uuid: entry for entry in each.entries()}
        assert after.keys() == before.keys() - {gone} | {UUID}
        assert after[changed].summary.title == "anew"
    assert set(opened) == {changed, UUID}


@pytest.mark.parametrize("way", ["forget", "take", "clear", "by hand"])
def test_nothing_of_what_is_deleted_stays_in_the_copy(cache: SessionCache, way: str) -> None:
    cache.put(KEPT, SUMMARY._replace(title="a secret film"))
    cache.entries()
    cache_in(cache.directory).entries()
    copy = cache.directory / known.COPY
    assert "a secret film" in copy.read_text()
    if way == "by hand":
        cache.path(UUID).unlink()
        cache.entries()
    elif way == "clear":
        cache_in(cache.directory).clear()
    else:
        getattr(cache_in(cache.directory), way)(UUID)
    assert not copy.exists() or "a secret film" not in copy.read_text()
    assert UUID not in {entry.uuid for entry in cache.entries()}


@pytest.mark.parametrize("damage", [b"", b"x", b"\n[]", None, "cut", "turned", "another"], ids=str)
def test_a_copy_that_is_odd_is_none(cache: SessionCache, opened: list[str], damage: bytes | str | None) -> None:
    before = cache.entries()
    copy = cache.directory / known.COPY
    whole = copy.read_bytes()
    copy.unlink()
    if damage is None:
        copy.mkdir()
    else:
        turned = whole.replace(b"SK Broadband", b"KT Broadband", 1)
        copy.write_bytes(
            {"cut": whole[:-5], "turned": turned, "another": b"2" + whole[1:]}[damage]
            if isinstance(damage, str)
            else damage
        )
    opened.clear()
    assert cache_in(cache.directory).entries() == before
    assert len(opened) == MANY


def test_a_put_at_the_bound_opens_no_other_file(tmp_path: Path, opened: list[str]) -> None:
    cache = cache_in(tmp_path, sessions=MANY)
    put_many(cache, MANY)
    late = [Kept(f"{number:08}-late", CACHE_MS + number - 1000, b"{}") for number in range(5)]
    cache.put(late[0], SUMMARY)
    opened.clear()
    for kept in late[1:]:
        cache.put(kept, SUMMARY)
    assert opened == []
    assert {entry.uuid for entry in cache.entries()} >= {kept.uuid for kept in late}
    assert len(cache.entries()) == MANY


def test_the_bound_counts_what_others_put(tmp_path: Path) -> None:
    cache, other = (cache_in(tmp_path, sessions=MANY) for _ in range(2))
    put_many(cache, MANY)
    for number in range(6):
        each = (cache, other)[number % 2]
        each.put(Kept(f"{number:08}-late", CACHE_MS + number - 1000, b"{}"), SUMMARY)
        assert len(list(tmp_path.glob("*.gz"))) == MANY


# Of an older reading


async def test_a_session_of_an_older_reading_is_read_again_from_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing answers at the API's address."""
    lookup = Lookup(settings_for("http://127.0.0.1:9"), tmp_path, lambda: NOW_MS)
    body = session_body(DOCUMENTED_UUID) or b""
    found = (parse_session(body, DOCUMENTED_UUID), Source("api", NOW_MS), body)
    assert await lookup.keep(LoadedSession(*found), ahead=True) == ""
    (fresh,) = await lookup.kept_list()
    assert (fresh.summary.reading, fresh.is_outdated) == (summaries.READING, False)
    monkeypatch.setattr(summaries, "READING", summaries.READING + 1)
    (older,) = await lookup.kept_list()
    row = of_kept(older, None, DisplayContext(NOW_MS, KST))
    assert (older.is_outdated, row.verdict, row.summary.title) == (True, "", fresh.summary.title)
    await lookup.read_again()
    (anew,) = await lookup.kept_list()
    assert anew.summary == fresh.summary._replace(reading=summaries.READING)
    assert (anew.looked_at_ms, anew.fetched_ms) == (None, NOW_MS), "nobody looked at it"
    kept = await lookup.kept(DOCUMENTED_UUID)
    assert kept is not None and kept.body == body
