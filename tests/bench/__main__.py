"""`python -m tests.bench`: measures the real program on a real terminal and prints Markdown tables.

Every round takes each figure `--runs` times, floors in between; a figure is the smallest of the rounds' medians.
"""

import argparse
import json
import platform
import tempfile
from pathlib import Path
from statistics import median

from tests.bench import keys, many, starts
from tests.bench.figures import FIGURES, MANY, Case, Floors, Samples
from tests.bench.peers import peers_told
from tests.bench.slow_api import ANSWER_S
from tests.bench.table import floors_told, missed, table
from tests.bench.timed_tty import Size, TimedTty
from tests.bench.world import PROGRAM, Api, demo_api
from vpe_tui.demo.player import long_uuid

STANDARD = Size(120, 40)
MIDDLE = 1_000
"""Events of the session for `show` and the slow link."""
_BARE_KEYS = 5
_LEAST = 10
"""Events of the session that is kept most often."""


class Bench:
    """One run of everything. `samples` has the figures, `floors()` the floors."""

    def __init__(self, options: argparse.Namespace, api: Api, directory: Path) -> None:
        self._options = options
        self._api = api
        self._directory = directory
        self._count = 0
        self.samples = Samples(options.rounds)
        self._floors: dict[str, list[list[float]]] = {}
        self._round = 0
        self._link_s = 0.0
        self._bodies = {events: api.body(events) for events in {*options.sizes, MIDDLE}}
        self._many_kept, self._most_kept = self._fresh(), self._fresh()
        starts.keep_many(api, self._many_kept, self._bodies[MIDDLE], starts.MANY_KEPT)
        self._puts = starts.keep_many(api, self._most_kept, api.body(_LEAST), starts.MOST_KEPT)
        self.samples.add(Case("put", 0, STANDARD), 0, self._puts.bound_ms)
        self._two_kept = self._fresh()
        starts.keep_two(api, self._two_kept)
        self._marks = {
            (events, size): starts.marks(api, self._fresh(), size, events)
            for events in options.sizes
            for size in options.terminals
        }

    def run(self) -> None:
        for number in range(self._options.rounds):
            self._round = number
            for run in range(self._options.runs):
                for size in self._options.terminals:
                    self._first_paint(size)
                    for events in self._options.sizes:
                        self._floor(events)
                        self._session(events, size, look_idle=run == 0)
                self._show()
                self._many()
            self._most()
        self._slow_link()

    def floors(self) -> Floors:
        def best(name: str) -> float:
            return min(median(values) for values in self._floors[name])

        return Floors(
            best("python"),
            best("bare"),
            best("bare-key"),
            best("bare-mib"),
            best("get"),
            {events: best(f"json {events}") for events in self._options.sizes},
            best("get") + MANY / starts.JOBS * ANSWER_S * 1000,
            best("triage-ideal"),
            self._puts.empty_ms,
            self._link_s,
        )

    def _fresh(self) -> Path:
        """A config directory that nobody has used."""
        self._count += 1
        return self._directory / str(self._count)

    def _note(self, name: str, *values: float) -> None:
        self._floors.setdefault(name, [[] for _ in range(self._options.rounds)])[self._round] += values

    def _add(self, name: str, events: int, size: Size, *values: float) -> None:
        self.samples.add(Case(name, events, size), self._round, *values)

    def _floor(self, events: int) -> None:
        """The floors, just before what is measured against them. B is always of the standard terminal."""
        painted, key_ms, peak = starts.bare(self._fresh(), STANDARD, _BARE_KEYS)
        self._note("python", starts.python_pass())
        self._note("bare", painted)
        self._note("bare-key", *key_ms)
        self._note("bare-mib", peak)
        self._note(f"json {events}", starts.parsed(self._bodies[events]))

    def _first_paint(self, size: Size) -> None:
        self._add("start", 0, size, starts.first_paint(self._api, self._fresh(), size))
        self._add("kept-list", 0, size, starts.kept_list(self._api, self._many_kept, size, starts.MANY_KEPT))
        self._add("kept-list-most", 0, size, starts.kept_list(self._api, self._most_kept, size, starts.MOST_KEPT))

        self._add("compare", 0, size, starts.compared(self._api, self._two_kept, size))

    def _session(self, events: int, size: Size, look_idle: bool) -> None:
        """A session opened, walked, searched and left; then opened again from what was kept."""
        wanted, directory = self._marks[events, size], self._fresh()
        bare_mib = median(self._floors["bare-mib"][self._round])
        with TimedTty((*PROGRAM, long_uuid(events)), self._api.environment(directory), size) as tty:
            started = starts.opened(tty, wanted)
            self._add("rows", events, size, started.rows_ms)
            self._add("usable", events, size, started.usable_ms)
            tty.settle(starts.SLOW_QUIET_S)
            keys.leave_search(tty)
            self._add("open-mib", events, size, tty.peak_mib() - bare_mib)
            for name, values in (*keys.walk(tty, events), *keys.type_(tty)):
                self._add(name, events, size, *values)
            if look_idle:
                tty.wait_idle()
                self._add("idle-bytes", events, size, tty.written_in(keys.IDLE_S))
            self._add("peak-mib", events, size, tty.peak_mib() - bare_mib)
            tty.quit("Q")
        self._add("kept", events, size, starts.kept_rows(self._api, directory, size, events, wanted))

    def _show(self) -> None:
        self._note("get", starts.got(self._api, self._fresh(), MIDDLE))
        self._add("show", MIDDLE, STANDARD, starts.shown(self._api, self._fresh(), MIDDLE))
        self._add("show-many", 0, STANDARD, starts.shown_many(self._fresh(), MANY))

    def _many(self) -> None:
        """Triage, and the longest list."""
        self._add("sentence", 0, STANDARD, many.first_sentence(self._fresh(), STANDARD))
        found = many.triaged(self._fresh(), many.FEW, many.READ, ANSWER_S)
        self._add("triage", 0, STANDARD, found.ms)
        self._note("triage-ideal", found.ideal_ms)
        took = many.poured(self._fresh(), STANDARD)
        self._add("poured", 0, STANDARD, *took)
        self._add("poured-most", 0, STANDARD, max(took))
        for name, values in many.long_list(self._api, self._most_kept, STANDARD):
            self._add(name, 0, STANDARD, *values)

    def _most(self) -> None:
        """What takes long, once a round."""
        self._add("rank", 0, STANDARD, many.ranked())
        found = many.triaged(self._fresh(), many.LISTED, many.READ, 0)
        self._add("triage-most", 0, STANDARD, found.ms)
        self._add("triage-mib", 0, STANDARD, found.peak_mib - median(self._floors["bare-mib"][self._round]))

    def _slow_link(self) -> None:
        with TimedTty((*PROGRAM, long_uuid(MIDDLE)), self._api.environment(self._fresh()), STANDARD) as tty:
            tty.until("player_start")
            tty.wait_idle()
            link = keys.slow_link(tty, self._options.link_keys)
        self._link_s = link.bytes / keys.LINK_BYTES_PER_S
        self._add("link", MIDDLE, STANDARD, link.after_s)
        self._add("link-bytes", MIDDLE, STANDARD, link.bytes)


def measured(options: argparse.Namespace) -> tuple[Samples, Floors]:
    """Runs all of it."""
    with tempfile.TemporaryDirectory() as directory, demo_api() as api:
        bench = Bench(options, api, Path(directory))
        bench.run()
        return bench.samples, bench.floors()


def report(samples: Samples, floors: Floors, options: argparse.Namespace) -> str:
    """All of it as Markdown."""
    wrong = missed(samples, floors) or ["none"]
    how = f"{options.rounds} × {options.runs} runs, Python {platform.python_version()}, smallest of the rounds' medians"
    parts = [f"Floors ({how})\n", floors_told(floors)]
    parts += [f"\n{table(samples, floors, size)}" for size in options.terminals]
    return "\n".join((*parts, "\nMissed:\n", *(f"- {line}" for line in wrong)))


def parsed(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures vpe-tui; prints Markdown.")
    parser.add_argument("--sizes", type=_sizes, default=_sizes("10,1000,10000,100000"), help="events of the sessions")
    parser.add_argument("--terminals", type=_terminals, default=_terminals("120x40,80x24"), help="columns x rows")
    parser.add_argument("--runs", type=int, default=5, help="runs of a round")
    parser.add_argument("--rounds", type=int, default=1, help="rounds; the one with the smallest median counts")
    parser.add_argument("--link-keys", type=int, default=50, help="cursor keys over the slow link")
    parser.add_argument("--quick", action="store_true", help="one run, two sizes, one terminal: does it work?")
    parser.add_argument("--peers", action="store_true", help="only the first paint, beside that of other programs")
    options = parser.parse_args(argv)
    if options.quick:
        options.sizes, options.terminals, options.runs, options.rounds = [10, 1_000], [STANDARD], 1, 1
        options.link_keys = 3
    return options


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _terminals(text: str) -> list[Size]:
    return [Size(*map(int, part.split("x"))) for part in text.split(",")]


def beside_peers(options: argparse.Namespace) -> str:
    """The first paint of a saved session, beside that of other programs on the same file."""
    with tempfile.TemporaryDirectory() as directory, demo_api() as api:
        home = Path(directory)
        body = api.body(MIDDLE)
        files = {"json": home / "answer.json", "ndjson": home / "rows.ndjson"}
        files["json"].write_bytes(body)
        rows = json.loads(body)["result"]["sessionLog"]
        files["ndjson"].write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        environment = api.environment(home) | {"HOME": directory}
        return peers_told(files, environment, STANDARD, options.runs)


def main() -> None:
    options = parsed()
    if options.peers:
        print(beside_peers(options))
        return
    print(report(*measured(options), options))


if __name__ == "__main__":
    main()

__all__ = ["FIGURES", "measured", "parsed", "report"]
