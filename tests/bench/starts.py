"""From a process's start: floors, first paint, rows on screen, everything usable, `show`."""

import itertools
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from tests.bench.floor_app import READY
from tests.bench.timed_tty import Size, TimedTty, screen_of
from tests.bench.world import FLOOR_APP, FLOOR_GET, PROGRAM, PYTHON, Api, slow_api
from tests.terminal import clean_environment
from vpe_tui.demo.player import long_uuid

QUIET_S = 0.06
"""Between two keys: several frames of Textual (16.7 ms each), so that a second one is still of the first key."""
SLOW_QUIET_S = 0.25
"""The same where something is worked out in between; shorter than an input's cursor blinks."""

JOBS = 8
"""Sessions fetched at once."""

SEARCHED = "playing"
"""A word with matches at every size, and more of them the more rows there are."""
VERDICT = "Playback failure"
"""Of every long session of the demo."""
_ROW = re.compile(r"│\s+([~●\s]*[+−-][\d:.]+)\s")
_CELL = re.compile(r"1 cell = .+")
_MATCHES = re.compile(r" of [\d,]+")


MANY_KEPT, MOST_KEPT = 200, 5_000
"""Kept sessions in a list."""
_PUTS = 200


class Marks(NamedTuple):
    """What to look for in the bytes of a session's screen, taken from a run off the clock."""

    last_row: str
    """The time in the last row that has room: when it is written, all above it is."""
    strip: str
    """The label of the strip of the whole session; a glimpse of it has another."""
    matches: str
    """` of N`: the number of matches in the whole session."""


class Started(NamedTuple):
    """Milliseconds since the process's start."""

    rows_ms: float
    usable_ms: float


def bare(directory: Path, size: Size, keys: int) -> tuple[float, list[float], float]:
    """The bare app: first paint (ms), `keys` times a key to the settled screen (ms), peak (MiB)."""
    environment = clean_environment(directory, PYTHONPATH=str(Path(__file__).parents[2]))
    with TimedTty(FLOOR_APP, environment, size) as tty:
        painted = (tty.until(READY) - tty.started) * 1000
        tty.settle(QUIET_S * 2)
        reactions = [tty.press("j", QUIET_S).ms for _ in range(keys)]
        peak = tty.peak_mib()
        tty.quit("Q")
    return painted, reactions, peak


def python_pass() -> float:
    """`python -c pass`, ms."""
    return _run((PYTHON, "-c", "pass"), {})


def parsed(body: bytes) -> float:
    """`json.loads` of a body, ms."""
    began = time.perf_counter()
    json.loads(body)
    return (time.perf_counter() - began) * 1000


def first_paint(api: Api, directory: Path, size: Size) -> float:
    """`vpe-tui`: the frame of the sessions screen, ms. `q` is pressed at that moment, and must quit."""
    with TimedTty(PROGRAM, api.environment(directory), size) as tty:
        painted = tty.until("Recent sessions")
        assert tty.quit("Q") == 0
    return (painted - tty.started) * 1000


def marks(api: Api, directory: Path, size: Size, events: int) -> Marks:
    """Opens a session off the clock and reads from its screen what to look for."""
    with TimedTty((*PROGRAM, long_uuid(events)), api.environment(directory), size) as tty:
        tty.until("player_start")
        tty.wait_idle()
        screen = screen_of(bytes(tty.output), size)
        timeline = screen.partition("5 Timeline ─")[2]
        tty.press(f"/{SEARCHED}", SLOW_QUIET_S)
        found = _MATCHES.findall(screen_of(bytes(tty.output), size).rpartition("/ ")[2])
    return Marks(_ROW.findall(timeline)[-1].strip(), _CELL.findall(screen)[0].strip(), found[-1])


def opened(tty: TimedTty, wanted: Marks) -> Started:
    """A session over loopback, nothing of it kept.

    Rows: the last row that has room is written. Then a search is typed at once; everything is usable when the strip
    of the whole session is drawn, the search has said its number of matches in the whole session, and the verdict is
    there.
    """
    rows = tty.until(wanted.last_row)
    typed = len(tty.output)
    tty.send(f"/{SEARCHED}")
    usable = max(tty.until(wanted.matches, typed), tty.until(wanted.strip), tty.until(VERDICT))
    return Started((rows - tty.started) * 1000, (usable - tty.started) * 1000)


def kept_rows(api: Api, directory: Path, size: Size, events: int, wanted: Marks) -> float:
    """A session that `directory` has kept, and fresh: rows on screen, ms."""
    with TimedTty((*PROGRAM, long_uuid(events)), api.environment(directory), size) as tty:
        rows = tty.until(wanted.last_row)
        tty.settle(QUIET_S)
        assert tty.quit("Q") == 0
    return (rows - tty.started) * 1000


COMPARED = (1_000, 999)
"""Events of two sessions that are compared: so many make another session."""


def keep_two(api: Api, directory: Path) -> None:
    """Keeps the two that are compared."""
    _run((*PROGRAM, "show", *map(long_uuid, COMPARED)), api.environment(directory))


def compared(api: Api, directory: Path, size: Size) -> float:
    """`vpe-tui compare` of two kept sessions: what differs on screen, ms."""
    with TimedTty((*PROGRAM, "compare", *map(long_uuid, COMPARED)), api.environment(directory), size) as tty:
        shown = tty.until(" differ · first ")
        tty.settle(QUIET_S)
        assert tty.quit("Q") == 0
    return (shown - tty.started) * 1000


class Puts(NamedTuple):
    """Milliseconds that a session takes to be kept."""

    empty_ms: float
    """Where nothing else is."""
    bound_ms: float
    """Where `MOST_KEPT` are, and one must go for each that comes: the mean, for now and then more is done."""


def keep_many(api: Api, directory: Path, body: bytes, count: int) -> Puts:
    """Keeps `count` sessions with the same rows in `directory`, as if they were looked at."""
    from vpe_tui.fleet.summary import summary_of
    from vpe_tui.qoe.diagnosis import diagnose
    from vpe_tui.service.lookup import Lookup
    from vpe_tui.session.parse import parse_session
    from vpe_tui.settings.sources import Settings
    from vpe_tui.store.cache import Kept, SessionCache

    now_ms = time.time_ns() // 1_000_000
    session = parse_session(body, "u")
    summary = summary_of(session, diagnose(session, now_ms))
    settings = Settings(base_url=api.base_url, project_id=api.project, cache_max_sessions=count)

    def put(number: int, into: Path) -> float:
        cache = caches.setdefault(into, Lookup(settings, into).cache)
        began = time.perf_counter()
        cache.put(Kept(f"{number:08}-0000-4000-8000-000000000000", now_ms - (2 * count - number) * 1000, body), summary)
        return (time.perf_counter() - began) * 1000

    caches: dict[Path, SessionCache] = {}
    with tempfile.TemporaryDirectory() as empty:
        alone = [put(0, Path(empty)) for _ in range(20)]
    for number in range(count):
        put(number, directory)
    caches.clear()
    more = itertools.count(count)
    put(next(more), directory)  # the first put of a run reads what is there
    bound_ms = mean(put(number, directory) for number in itertools.islice(more, _PUTS))
    while len(caches[directory].entries()) < count:
        put(next(more), directory)
    return Puts(median(alone[1:]), bound_ms)


def kept_list(api: Api, directory: Path, size: Size, count: int) -> float:
    """`vpe-tui`, and `2` at its first frame: the list of `count` kept sessions on screen, ms."""
    with TimedTty(PROGRAM, api.environment(directory), size) as tty:
        tty.until("Recent sessions")
        tty.send("2")
        rows = tty.until(f"{count:,} sessions ")
        tty.settle(QUIET_S)
        assert tty.quit("Q") == 0
    return (rows - tty.started) * 1000


def shown(api: Api, directory: Path, events: int) -> float:
    """`vpe-tui show UUID --json`, nothing kept, ms."""
    return _run((*PROGRAM, "show", long_uuid(events), "--json"), api.environment(directory))


def shown_many(directory: Path, count: int) -> float:
    """`vpe-tui show --json` of so many sessions, eight at once, each answered after 100 ms: ms."""
    uuids = [f"{number:08}-0000-4000-8000-000000000000" for number in range(count)]
    with slow_api() as api:
        return _run((*PROGRAM, "show", *uuids, "--json", "--jobs", str(JOBS)), api.environment(directory))


def got(api: Api, directory: Path, events: int) -> float:
    """The script that only gets and prints the same body, ms."""
    return _run((*FLOOR_GET, api.url(events), api.key, api.project), api.environment(directory))


def _run(argv: Sequence[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(argv, env=environment, stdout=subprocess.PIPE, check=True)
    return (time.perf_counter() - began) * 1000
