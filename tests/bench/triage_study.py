"""`python -m tests.bench.triage_study`: how often triage names what was planted, and how often it cries for nothing.

Windows are simulated: attributes hang on one another as they really do (a device has its systems, those their browsers;
an ISP has its regions), a background of bad sessions, and a cause of one of thirteen kinds. Each goes through the whole
of it: what the list tells, which sessions are read, the table of those. Seeded; prints Markdown.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import process_time
from typing import NamedTuple

from vpe_tui.fleet.triage.causes import causes_of
from vpe_tui.fleet.triage.sampling import seed_of
from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession
from vpe_tui.fleet.triage.since import LEAST_BAD, since
from vpe_tui.fleet.triage.table import Group, JudgedSession, Table
from vpe_tui.fleet.triage.triage import Asked, reading_plan_of, triage

BASE = 0.05
"""The rate of bad sessions without a cause."""

HOUR_MS = 3_600_000
_TRIES = 200
_TROUBLE_PER_HOUR = 0.25
_HIDDEN_FROM_THE_LIST = 0.15
"""Of the poor sessions those whose numbers in the list are fair: one long stall, a slow seek."""

_ISPS = (
    ("Korea Telecom", 30, ("Seoul", "Busan", "Daejeon", "Incheon")),
    ("SK Broadband", 22, ("Seoul", "Incheon", "Gwangju")),
    ("LG POWERCOMM", 16, ("Seoul", "Daegu", "Busan")),
    ("SK Telecom", 12, ("Seoul", "Daejeon", "Ulsan")),
    ("LG HelloVision", 6, ("Jeju-do", "Gangwon-do")),
    ("Viettel Group", 5, ("Hồ Chí Minh", "Hà Nội")),
    ("NTT Communications", 4, ("Tokyo", "Osaka")),
    ("Comcast", 3, ("California", "Texas")),
    ("Deutsche Telekom", 2, ("Nordrhein-Westfalen", "Berlin")),
)
_NATIONS = {"Viettel Group": "Viet Nam", "NTT Communications": "Japan", "Comcast": "United States"}
_NATIONS |= {"Deutsche Telekom": "Germany"}
_DEVICES = (
    ("Windows / 10", 22, ("Chrome / 141", "Edge / 141", "Whale / 4.3", "Chrome / 109"), "PC"),
    ("Windows / 11", 20, ("Chrome / 141", "Edge / 141", "Firefox / 144"), "PC"),
    ("macOS / 15", 8, ("Safari / 18", "Chrome / 141"), "PC"),
    ("Android / 15", 14, ("Chrome Mobile / 141", "Samsung Internet / 28"), "Mobile"),
    ("Android / 13", 8, ("Chrome Mobile / 141", "Chrome Mobile / 109"), "Mobile"),
    ("iOS / 18.6.2", 12, ("Mobile Safari / 18", "NativeAPP / 18"), "Mobile"),
    ("iOS / 18.5", 6, ("Mobile Safari / 18", "NativeAPP / 18"), "Mobile"),
    ("iOS / 17.7", 4, ("Mobile Safari / 17",), "Mobile"),
)
_SCREENS = {"PC": ("1920x1080", "2560x1440", "1366x768"), "Mobile": ("393x852", "430x932", "360x780", "412x915")}
_VERSIONS = (("1.2.14", 55), ("1.2.9", 25), ("1.1.30", 12), ("latest", 8))
_APP_VERSIONS = (("rn-0.1.27", 60), ("rn-0.1.20", 40))
_ORIGINS = ("www.example.com", "tv.example.co.kr", "class.example.org", "shop.example.net")
_TITLES = 40

SINGLES = (
    "player.playerVersion",
    "media.host",
    "user.isp",
    "origin",
    "media.title",
    "user.os_family",
    "user.os",
    "user.browser_family",
    "user.region",
    "user.network",
)
PAIRS = (
    ("player.playerVersion", "user.os_family"),
    ("media.host", "user.isp"),
    ("user.isp", "user.browser_family"),
)
KINDS: tuple[tuple[str, ...], ...] = (*((path,) for path in SINGLES), *PAIRS)
"""Kinds of causes: ten values, three pairs."""

Attributes = dict[str, str]


class Trial(NamedTuple):
    """What came of a window: the planted groups that were named first, and among the first three; what was loud."""

    first: bool
    in_three: bool
    loud: int


def attributes(rng: random.Random) -> Attributes:
    """The attributes of a session. Some viewers' places are unknown, some videos have no title."""
    isp, _, regions = _weighted(rng, _ISPS)
    os, _, browsers, device = _weighted(rng, _DEVICES)
    browser = rng.choice(browsers)
    is_app = browser.startswith("NativeAPP")
    title = min(int(rng.paretovariate(0.9)), _TITLES)
    region = rng.choice(regions)
    found = {
        "player.playerVersion": _weighted(rng, _APP_VERSIONS if is_app else _VERSIONS)[0],
        "media.host": f"edge{1 + (rng.random() < 0.3) + (title % 5 == 0)}.example.com",
        "player.playerName": "app" if is_app else ("main-player", "lecture-room", "shop")[title % 3],
        "origin": "com.example.app" if is_app else _ORIGINS[title % 4],
        "user.page": "/appView" if is_app else f"/{('watch', 'vod/detail', 'lecture')[title % 3]}",
        "media.folder": f"/{('vod', 'live')[title % 7 == 0]}/c{title % 9}",
        "user.os_family": os.partition(" / ")[0],
        "user.os": os,
        "user.browser_family": browser.partition(" / ")[0],
        "user.browser": browser,
        "player_log.dialect": "react-native" if is_app else "web",
        "user.device": device,
        "user.screen": rng.choice(_SCREENS[device]),
        "user.lang": "ko" if isp not in _NATIONS else "en",
        "media.videoType": "LIVE" if title % 7 == 0 else "VOD",
        "media.videoFormat": "hls" if device == "Mobile" or title % 4 else "dash",
    }
    if rng.random() > 0.06:
        number = sum(map(ord, isp + region)) % 200
        found |= {"user.isp": isp, "user.region": region, "user.nation": _NATIONS.get(isp, "Korea")}
        found["user.network"] = f"203.0.{number}.0/24"
    if rng.random() > 0.15:
        found["media.title"] = f"title {title}"
    return found


def _weighted(rng: random.Random, choices: Sequence[tuple]) -> tuple:
    return rng.choices(choices, [each[1] for each in choices])[0]


def planted(rng: random.Random, sessions: Sequence[Attributes], taken: frozenset[int]) -> Group | None:
    """A cause of a random kind that 5 to 30 % of the sessions have, and that does not lie over one that is there."""
    for _ in range(_TRIES):
        paths = rng.choice(KINDS)
        example = rng.choice(sessions)
        if not all(path in example for path in paths):
            continue
        group = Group(paths, tuple(example[path] for path in paths))
        those = members(group, sessions)
        is_pair_of_its_own = all(
            len(those) <= 0.8 * len(members(Group((path,), (value,)), sessions))
            for path, value in zip(paths, group.values, strict=True)
        )
        is_apart = len(those & taken) <= 0.2 * min(len(those), len(taken) or 1)
        if 0.05 <= len(those) / len(sessions) <= 0.3 and is_apart and (len(paths) == 1 or is_pair_of_its_own):
            return group
    return None


def members(group: Group, sessions: Sequence[Attributes]) -> frozenset[int]:
    """The sessions of a group."""
    wanted = list(zip(*group, strict=True))
    return frozenset(
        place for place, each in enumerate(sessions) if all(each.get(path) == value for path, value in wanted)
    )


def _rate(own: Attributes, is_uneven: bool) -> float:
    """The background's rate; uneven, some systems, providers and old browsers are always worse."""
    odds = BASE / (1 - BASE)
    if is_uneven:
        odds *= 1.5 if own["user.device"] == "Mobile" else 1
        odds *= 1.8 if own.get("user.isp") in ("SK Telecom", "Viettel Group") else 1
        odds *= 1.5 if own["user.browser"].endswith("/ 109") else 1
    return odds / (1 + odds)


class Fate(NamedTuple):
    """What becomes of a session."""

    bad: str
    """Empty, `failed` at the start, `broke` off, or `poor`."""
    lived_s: float


def fate(rng: random.Random, rate: float, lived_s: float, failing: float) -> Fate:
    """Of a session that is bad with a rate, by a failure to start or by its numbers, however long it lives."""
    if rng.random() >= rate:
        return Fate("", lived_s)
    return Fate("failed", 0.0) if rng.random() < failing else Fate("poor", lived_s)


def hourly_fate(rng: random.Random, lived_s: float) -> Fate:
    """Of a session that meets trouble so and so often an hour, which ends it or goes by."""
    at_s = rng.expovariate(_TROUBLE_PER_HOUR / 3_600)
    if at_s >= lived_s:
        return Fate("", lived_s)
    return Fate("broke", at_s) if rng.random() < 0.5 else Fate("poor", lived_s)


def as_read(rng: random.Random, sessions: Sequence[Attributes], fates: Sequence[Fate]) -> list[ReadSession]:
    """The sessions as they are read."""
    verdicts = {"failed": "video-start-failure", "broke": "playback-failure"}
    return [
        ReadSession(
            uuid=f"{place:08x}-{rng.getrandbits(16):04x}-4000-8000-000000000000",
            began_ms=place * HOUR_MS // len(sessions),
            verdict=verdicts.get(each.bad, "completed"),
            verdict_text="",
            band="poor" if each.bad else "good",
            error_code="E0003" if each.bad in verdicts else "",
            lived_s=each.lived_s,
            metrics={},
            attributes=own,
            address=f"{own.get('user.network', '')}{place}",
        )
        for place, (own, each) in enumerate(zip(sessions, fates, strict=True))
    ]


def listed(rng: random.Random, read: ReadSession) -> ListedSession:
    """The row of a session: it does not tell of all that is poor."""
    is_told = read.band == "poor" and rng.random() > _HIDDEN_FROM_THE_LIST
    own = {path: value for path, value in read.attributes.items() if path in ("origin", "user.os_family", "user.os")}
    return ListedSession(read.uuid, read.began_ms, read.is_failure, 0.5, 30.0 if is_told else 0.0, 60.0, False, own)


def loud_groups(rng: random.Random, sessions: Sequence[ReadSession]) -> list[Group]:
    """What triage says aloud of a window: of what it would read of it."""
    asked = Asked(0, HOUR_MS, 10 * HOUR_MS, seed_of(rng.random()))
    rows, by_uuid = [listed(rng, each) for each in sessions], {each.uuid: each for each in sessions}
    wanted = reading_plan_of(rows, asked).wanted
    found = triage(rows, {row.uuid: by_uuid[row.uuid] for row in wanted}, None, asked)
    return [cause.group for cause in found.loud]


def hit_trial(rng: random.Random, count: int, rate: float, causes: int) -> Trial:
    """One window with causes planted, whose sessions are bad with a rate. Half of the causes make starts fail."""
    while True:
        sessions = [attributes(rng) for _ in range(count)]
        groups: list[Group] = []
        taken: frozenset[int] = frozenset()
        while len(groups) < causes and (group := planted(rng, sessions, taken)):
            groups.append(group)
            taken |= members(group, sessions)
        if len(groups) == causes:
            break
    failing = rng.choice((0.1, 0.9))
    rates = (rate if place in taken else BASE for place in range(count))
    fates = [fate(rng, each, _any_length(rng), failing) for each in rates]
    loud = [members(group, sessions) for group in loud_groups(rng, as_read(rng, sessions, fates))]
    wanted = [members(group, sessions) for group in groups]
    first = any(_is_named(each, loud[:1]) for each in wanted)
    return Trial(first, all(_is_named(each, loud) for each in wanted), len(loud))


def quiet_trial(rng: random.Random, count: int, background: str) -> Trial:
    """One window with nothing planted. `length`: titles differ in length, and trouble comes by the hour."""
    sessions = [attributes(rng) for _ in range(count)]
    if background == "length":
        fates = [hourly_fate(rng, _length_of_title(rng, own)) for own in sessions]
    else:
        rates = (_rate(own, background == "uneven") for own in sessions)
        fates = [fate(rng, rate, _any_length(rng), 0.5) for rate in rates]
    return Trial(False, False, len(loud_groups(rng, as_read(rng, sessions, fates))))


def _any_length(rng: random.Random) -> float:
    return 60 + rng.expovariate(1 / 900)


def _length_of_title(rng: random.Random, own: Attributes) -> float:
    """Films, lectures and clips: of two hours, twenty minutes and two and a half."""
    title = own.get("media.title", own["user.page"])
    most_s = (7_200, 1_200, 150)[sum(map(ord, title)) % 3]
    return max(60.0, most_s * min(1.0, rng.uniform(0.2, 1.3)))


def _is_named(wanted: frozenset[int], loud: Sequence[frozenset[int]]) -> bool:
    """Whether one of the first three named groups is what was planted: of what those before it left."""
    for place, each in enumerate(loud[:3]):
        before: frozenset[int] = frozenset().union(*loud[:place])
        if _is_same(each - before, wanted - before):
            return True
    return False


def _is_same(some: frozenset[int], others: frozenset[int]) -> bool:
    return len(some & others) >= 0.9 * len(some | others)


class Since(NamedTuple):
    """What came of a row with a step in it: whether it was found, whether its interval has it, how far off it was."""

    found: bool
    covered: bool
    is_over: bool
    off: float


def since_trial(rng: random.Random, count: int, rate: float, first: float, last: float) -> Since | None:
    """One row with a step. None where too few are bad to tell."""
    change = round(first * count)
    row = [(place, rng.random() < (rate if change <= place < last * count else BASE)) for place in range(count)]
    if sum(is_bad for _, is_bad in row) < LEAST_BAD:
        return None
    found = since(row, seed_of(rng.random()))
    if found is None:
        return Since(False, False, False, 0.0)
    began = found.began
    return Since(
        True, began.from_ms <= change <= began.to_ms, found.over is not None, abs(began.at_ms - change) / count
    )


def trials(options: argparse.Namespace, count: int, name: str) -> Iterator[random.Random]:
    """A random generator for each trial of a cell, seeded by what the cell is; large windows get a tenth of them."""
    times = options.trials if count < 5_000 else max(options.trials // 10, 1)
    return (random.Random(f"{options.seed} {name} {count} {number}") for number in range(times))


def _percent(values: Sequence[bool]) -> str:
    return f"{100 * sum(values) / max(len(values), 1):.0f}"


def hits(options: argparse.Namespace) -> Iterator[str]:
    yield "| sessions | bad of the planted | named first, % | in the first three, % | of what it says first, right, % |"
    yield "|--:|--:|--:|--:|--:|"
    for count in options.sizes:
        for rate in (0.3, 0.6, 0.9):
            done = [hit_trial(rng, count, rate, 1) for rng in trials(options, count, f"hit {rate}")]
            right = _percent([each.first for each in done if each.loud])
            three = _percent([each.in_three for each in done])
            yield f"| {count:,} | {rate:.0%} | {_percent([each.first for each in done])} | {three} | {right} |"


def quiet(options: argparse.Namespace) -> Iterator[str]:
    yield "| sessions | even, loud in % | uneven | lengths differ by title |"
    yield "|--:|--:|--:|--:|"
    for count in options.sizes:
        cells = [
            _percent([bool(quiet_trial(rng, count, name).loud) for rng in trials(options, count, name)])
            for name in ("even", "uneven", "length")
        ]
        yield f"| {count:,} | {' | '.join(cells)} |"


def two(options: argparse.Namespace) -> Iterator[str]:
    yield "| sessions | bad of the planted | both in the first three, % | one of them first, % |"
    yield "|--:|--:|--:|--:|"
    for count, rate in ((100, 0.9), (500, 0.6), (500, 0.9), (5_000, 0.6)):
        if count in options.sizes:
            done = [hit_trial(rng, count, rate, 2) for rng in trials(options, count, f"two {rate}")]
            both, first = _percent([each.in_three for each in done]), _percent([each.first for each in done])
            yield f"| {count:,} | {rate:.0%} | {both} | {first} |"


def steps(options: argparse.Namespace) -> Iterator[str]:
    yield "| sessions | step | found, % | of them in the interval | said to be over | median error | too few to say |"
    yield "|--:|---|--:|--:|--:|--:|--:|"
    for count in options.sizes:
        for rate, first, last in ((0.3, 0.6, 1), (0.3, 0.9, 1), (0.15, 0.6, 1), (0.3, 0.4, 0.6), (BASE, 0.5, 1)):
            done = [since_trial(rng, count, rate, first, last) for rng in trials(options, count, f"{rate} {first}")]
            able = [each for each in done if each]
            found = [each for each in able if each.found]
            what = "none" if rate == BASE else f"→ {rate:.0%} at {first:.0%}" + (f" to {last:.0%}" if last < 1 else "")
            off = f"{100 * median(each.off for each in found):.1f}" if found else "–"
            cells = (
                _percent([each.found for each in able]) if able else "–",
                _percent([each.covered for each in found]) if found else "–",
                _percent([each.is_over for each in found]) if found else "–",
                off,
                _percent([each is None for each in done]),
            )
            yield f"| {count:,} | {what} | {' | '.join(cells)} |"


def speed(options: argparse.Namespace) -> Iterator[str]:
    """Five thousand listed, 1,500 read: CPU time, the best of several."""
    rng = random.Random(options.seed)
    sessions = [attributes(rng) for _ in range(5_000)]
    group = planted(rng, sessions, frozenset())
    taken = members(group, sessions) if group else frozenset()
    fates = [fate(rng, 0.6 if place in taken else BASE, _any_length(rng), 0.5) for place in range(5_000)]
    read = {each.uuid: each for each in as_read(rng, sessions, fates)}
    rows = [listed(rng, each) for each in read.values()]
    asked = Asked(0, HOUR_MS, 10 * HOUR_MS, "seed", most_read=1_500)
    plan = reading_plan_of(rows, asked)
    wanted = {row.uuid: read[row.uuid] for row in plan.wanted}
    judged = [JudgedSession(each, each.band == "poor") for each in wanted.values()]
    in_time = [(each.began_ms or 0, each.band == "poor") for each in read.values()]
    yield "| of 5,000 sessions | CPU, ms |"
    yield "|---|--:|"
    yield f"| which are to be read | {_cpu_ms(lambda: reading_plan_of(rows, asked))} |"
    yield f"| the table of {len(wanted):,}, values and pairs ranked | {_cpu_ms(lambda: causes_of(Table(judged)))} |"
    yield f"| since when, nothing planted | {_cpu_ms(lambda: since(in_time, 'seed'))} |"
    half = [(ms, place > 2_500 or is_bad) for place, (ms, is_bad) in enumerate(in_time)]
    yield f"| since when, half are bad | {_cpu_ms(lambda: since(half, 'seed'))} |"
    yield f"| all of it | {_cpu_ms(lambda: triage(rows, wanted, None, asked))} |"


def _cpu_ms(work: Callable[[], object]) -> str:
    taken = []
    for _ in range(7):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return f"{1_000 * min(taken):.0f}"


TABLES = {"hits": hits, "quiet": quiet, "two": two, "since": steps, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.triage_study", description=__doc__)
    parser.add_argument("--trials", type=int, default=100, help="of each cell; a tenth of them with 5,000 sessions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 100, 500, 5_000], help="sessions of a window")
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES))
    options = parser.parse_args()
    for name in options.tables:
        print(f"\n**{name}** ({options.trials} trials, seed {options.seed})\n", flush=True)
        for line in TABLES[name](options):
            print(line, flush=True)


if __name__ == "__main__":
    main()
