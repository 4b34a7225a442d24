"""The simulated player: a clock, a play head, a buffer and a quality ladder. It logs as the real one does.

Times are whole milliseconds throughout: epoch ms on the clock, ms of media on the play head.
"""

from collections import Counter
from random import Random
from typing import NamedTuple

SEGMENT_MS = 6_000
VOD_BUFFER_MS = 30_000
LIVE_BUFFER_MS = 12_000
ROUND_TRIPS_TO_START = 4
ROUND_TRIPS_TO_SEEK = 2
HEARTBEAT_MS = (59_000, 60_000)
PATIENCE_MS = 2_500
SEEK_INDUCED_MS = 1_000
"""A stall that begins this soon after a seek was brought about by it."""
_NEVER_MS = 1 << 62


class Rung(NamedTuple):
    """A quality as the log names it, and what it needs."""

    quality: str
    kbps: int


LADDER = (Rung("240p", 300), Rung("360p", 700), Rung("480p", 1_200), Rung("720p", 2_500), Rung("1080p", 5_000))
NATIVE_LADDER = (Rung("auto", 2_500),)
"""A player of the operating system adapts by itself and does not tell."""


class Network(NamedTuple):
    """What lies between the viewer and the video. `swing` is the share by which the rate varies either way."""

    kbps: int
    swing: float = 0.2
    rtt_ms: int = 30
    outage_chance: float = 0.0
    outage_ms: int = 0

    def download_ms(self, kbits: int, rng: Random) -> int:
        """How long one download takes, ms."""
        outage = int(self.outage_ms * rng.uniform(0.5, 1.5)) if rng.random() < self.outage_chance else 0
        return self.rtt_ms + outage + int(1000 * kbits / (self.kbps * rng.uniform(1 - self.swing, 1 + self.swing)))


class Media(NamedTuple):
    """An item to play. LIVE has the length 0."""

    title: str
    url: str
    format: str
    length_s: int

    @property
    def is_live(self) -> bool:
        return self.length_s == 0


class Row(NamedTuple):
    """What the player reports when an action has ended."""

    action: str
    ended_ms: int
    lasted_ms: int
    playhead_ms: int
    percent: int
    quality: str
    error_code: str | None


class Broken(Exception):
    """The player has written the rows it was given, or its time is over: it can do no more."""


class Player:
    """One player on one page. A viewer calls its methods; what it logs is in `rows`, what happened in the counters.

    With `breaks_after` it raises `Broken` as soon as so many rows are written, with `until_ms` before the first row
    that would be written later.

    `count` and `spent_ms` are by what was lived through: the actions' names, but a `seeking` row is a `seek` or a
    `quality-change`, and a `rebuffering` row a `stall` or a `seek-stall`.
    """

    def __init__(
        self,
        rng: Random,
        media: Media,
        network: Network,
        ladder: tuple[Rung, ...],
        now_ms: int,
        breaks_after: int = 0,
        until_ms: int = _NEVER_MS,
    ) -> None:
        self.network = network
        self.media = media
        self.now_ms = now_ms
        self.playhead_ms = rng.randrange(10_000, 60_000) if media.is_live else 0
        self.rows: list[Row] = []
        self.loads: list[tuple[int, Media]] = []
        self.count: Counter[str] = Counter()
        self.spent_ms: Counter[str] = Counter()
        self.error_code: str | None = None
        self.completed = False
        self.looped = False
        self.left_open = False
        self._rng = rng
        self._ladder = ladder
        self._breaks_after = breaks_after
        self._until_ms = until_ms
        self._quality = "0p"
        self._rung = ladder[0]
        self._chosen: Rung | None = None
        self._estimate_kbps = float(network.kbps)
        self._buffer_ms = 0
        self._arrives_ms = _NEVER_MS
        self._download_ms = 0
        self._since_ms = self._beats_ms = now_ms
        self._sought_ms = 0

    @property
    def unreported_ms(self) -> int:
        """How long it has been playing since its last row."""
        return self.now_ms - self._since_ms

    @property
    def left_ms(self) -> int:
        """Media still to come; for LIVE there is always more."""
        return _NEVER_MS if self.media.is_live else self.media.length_s * 1000 - self.playhead_ms

    def prepare(self, *, preload: bool = True) -> None:
        """Gets ready. Without preload it knows no quality yet."""
        began_ms = self.now_ms
        self.now_ms += self._rng.randrange(5, 90)
        if preload:
            self._adapt()
        self._write("player_start", began_ms)

    def start(self) -> None:
        """Shows the first picture of the media."""
        self._pass_a_moment()
        began_ms = self.now_ms
        self._adapt()
        self._refill(ROUND_TRIPS_TO_START, SEGMENT_MS)
        self.loads.append((self.now_ms, self.media))
        self._write("startup", began_ms)

    def play(self, ms: int) -> None:
        """Plays `ms` of media, or to the media's end; stalls whenever the buffer runs dry."""
        goal_ms = self.playhead_ms + min(ms, self.left_ms)
        while self.playhead_ms < goal_ms:
            if not self._buffer_ms:
                self._stall()
            due_ms = min(self._arrives_ms, self._beats_ms) - self.now_ms
            step_ms = min(goal_ms - self.playhead_ms, self._buffer_ms, due_ms)
            self.now_ms += step_ms
            self.playhead_ms += step_ms
            self._buffer_ms -= step_ms
            if self.now_ms == self._arrives_ms:
                self._receive()
            if self.now_ms == self._beats_ms:
                self._report_playing()

    def pause(self, ms: int) -> None:
        """A pause of `ms`; the buffer fills meanwhile."""
        self._report_playing()
        began_ms, until_ms = self.now_ms, self.now_ms + ms
        while self._arrives_ms <= until_ms:
            self.now_ms = self._arrives_ms
            self._receive()
        self.now_ms = until_ms
        self._write("paused", began_ms)

    def seek(self, to_ms: int) -> None:
        """Goes to another place and plays on as soon as a little of it is there."""
        self._report_playing()
        began_ms = self.now_ms
        self.playhead_ms = to_ms
        self._refill(ROUND_TRIPS_TO_SEEK, self._rng.randrange(500, 2_500))
        self._sought_ms = self.now_ms
        self._write("seeking", began_ms, "seek")

    def choose_quality(self, steps: int) -> None:
        """Leaves the automatic quality for one so many rungs further on the ladder, round and round.

        The play head stays; the log calls it `seeking`.
        """
        self._report_playing()
        began_ms = self.now_ms
        self._chosen = self._ladder[(self._ladder.index(self._rung) + steps) % len(self._ladder)]
        self._adapt()
        self._refill(ROUND_TRIPS_TO_SEEK, SEGMENT_MS)
        self._write("seeking", began_ms, "quality-change")

    def change_track(self, action: str, media: Media) -> None:
        """`next_track` or `prev_track`: another item under the same UUID, with a first picture of its own."""
        self._report_playing()
        self._pass_a_moment()
        self._write(action, self.now_ms)
        self.media, self.playhead_ms = media, 0
        self.start()

    def finish(self) -> None:
        """Plays to the end and stops there."""
        self.play(self.left_ms)
        self._report_playing()
        self._pass_a_moment()
        self.completed = True
        self._write("ended", self.now_ms)

    def repeat(self) -> None:
        """Plays to the end and begins again, as repeat mode does: with a seek to 0 and no `ended`."""
        self.play(self.left_ms)
        self.completed = self.looped = True
        self.seek(0)

    def starve(self, ms: int) -> None:
        """The network is gone: plays what is left in the buffer, then waits `ms` in vain."""
        self._arrives_ms = _NEVER_MS
        self.play(self._buffer_ms)
        self._report_playing()
        began_ms = self.now_ms
        self.now_ms += ms
        self._write("rebuffering", began_ms, self._stall_since(began_ms))

    def fail(self, code: str) -> None:
        """Gives up with a player error code; nothing may follow. One that was ready names what it tried to load."""
        if self.count["startup"]:
            self._report_playing()
        self._pass_a_moment()
        if self.count["player_start"] and not self.loads:
            self.loads.append((self.now_ms, self.media))
        self.error_code = code
        self._write("error", self.now_ms)

    def leave_open(self) -> None:
        """A pause, a stall or a seek begins, and the page is closed in it: only the playing before it is logged."""
        self._report_playing()
        self.left_open = True

    def _pass_a_moment(self) -> None:
        self.now_ms += self._rng.randrange(2, 40)

    def _write(self, action: str, began_ms: int, lived_as: str | None = None) -> None:
        if self.now_ms > self._until_ms:
            self.now_ms, self.error_code = self._since_ms, None  # what came of it nobody has heard
            raise Broken
        lasted_ms = self.now_ms - began_ms
        self.count[lived_as or action] += 1
        self.spent_ms[lived_as or action] += lasted_ms
        percent = 0 if self.media.is_live else self.playhead_ms // (self.media.length_s * 10)
        code = self.error_code
        self.rows.append(Row(action, self.now_ms, lasted_ms, self.playhead_ms, percent, self._quality, code))
        self._since_ms = self.now_ms
        self._beats_ms = self.now_ms + self._rng.randint(*HEARTBEAT_MS)
        if len(self.rows) == self._breaks_after:
            raise Broken

    def _report_playing(self) -> None:
        if self.now_ms > self._since_ms:
            self._write("playing", self._since_ms)

    def _stall(self) -> None:
        self._report_playing()
        began_ms = self.now_ms
        if self._arrives_ms > self.now_ms + PATIENCE_MS and self._rung != self._ladder[0]:
            self._abandon()
        self.now_ms = self._arrives_ms
        self._receive()
        self._write("rebuffering", began_ms, self._stall_since(began_ms))

    def _abandon(self) -> None:
        """Gives a slow download up for one of the lowest quality."""
        self._rung = self._ladder[0]
        self._fetch()
        self._arrives_ms = self.now_ms + PATIENCE_MS + self._download_ms

    def _stall_since(self, began_ms: int) -> str:
        return "seek-stall" if began_ms - self._sought_ms <= SEEK_INDUCED_MS else "stall"

    def _refill(self, round_trips: int, buffer_ms: int) -> None:
        """Throws the buffer away and waits for the first segment of another one."""
        self._fetch()
        self.now_ms += round_trips * self.network.rtt_ms + self._download_ms
        self._buffer_ms = buffer_ms
        self._fetch()
        self._arrives_ms = self.now_ms + self._download_ms

    def _receive(self) -> None:
        """A segment is there: learn from its download, and ask for the next when there is room for it."""
        capacity_ms = LIVE_BUFFER_MS if self.media.is_live else VOD_BUFFER_MS
        self._buffer_ms = min(self._buffer_ms + SEGMENT_MS, capacity_ms)
        seen_kbps = self._rung.kbps * SEGMENT_MS / self._download_ms
        rising_kbps = 0.6 * self._estimate_kbps + 0.4 * seen_kbps
        self._estimate_kbps = min(seen_kbps, rising_kbps)
        self._adapt()
        self._fetch()
        until_room_ms = self._buffer_ms + SEGMENT_MS - capacity_ms
        self._arrives_ms = self.now_ms + max(self._download_ms, until_room_ms)

    def _fetch(self) -> None:
        self._download_ms = self.network.download_ms(self._rung.kbps * SEGMENT_MS // 1000, self._rng)

    def _adapt(self) -> None:
        """The best rung that four fifths of the estimated rate can carry, unless the viewer chose one."""
        carried_kbps = 0.8 * self._estimate_kbps
        best = next((rung for rung in reversed(self._ladder) if rung.kbps <= carried_kbps), self._ladder[0])
        self._rung = self._chosen or best
        self._quality = self._rung.quality
