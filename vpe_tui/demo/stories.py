"""What the viewers do, a story for each kind. A story calls the player as a viewer's hands would, then ends: left."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.playback import Broken, Media, Network, Player
from vpe_tui.demo.world import (
    ANDROID_APPS,
    ANDROIDS,
    CHANNELS,
    CLIPS,
    FEATURES,
    IPHONES,
    KOREAN_CLIPS,
    PCS,
    REACT_NATIVES,
    Device,
    Shelf,
)

FIBRE = Network(kbps=100_000)
HOME = Network(kbps=20_000, swing=0.4)
MOBILE = Network(kbps=40_000, swing=0.5, rtt_ms=55)
FAR = Network(kbps=14_000, rtt_ms=1_400)
THIN = Network(kbps=900, swing=0.15, rtt_ms=80)
CROWDED = Network(kbps=300, swing=0.6, rtt_ms=120)
SHAKY = Network(kbps=9_000, swing=0.6, rtt_ms=40, outage_chance=0.02, outage_ms=9_000)
PATCHY = Network(kbps=30_000, swing=0.3, outage_chance=0.006, outage_ms=20_000)

Playlist = tuple[Media, Media]
Act = Callable[[Player, Random, Playlist], None]

_MINUTE_MS = 60_000
_DAY_MS = 86_400_000
_START_ERRORS = ("E0002", "E0003", "E0012", "E0004", "E0008", "E0001")
_BEFORE_READY = ("E0001", "E0002")
"""Without access or authentication the player never gets ready: not even `player_start` is logged."""


class Story(NamedTuple):
    """A kind of session: what its viewer does, over which network, with what, and from which shelf."""

    act: Act
    network: Network = FIBRE
    shelf: Shelf = CLIPS
    devices: tuple[Device, ...] = PCS


def _ms(rng: Random, least_s: float, most_s: float) -> int:
    return rng.randint(int(least_s * 1000), int(most_s * 1000))


def _begin(player: Player) -> None:
    player.prepare()
    player.start()


def _part(player: Player, rng: Random, least: float, most: float) -> int:
    """A place in the media, ms; always a real jump away from the play head."""
    length_ms = player.media.length_s * 1000
    place_ms = int(length_ms * rng.uniform(least, most))
    return place_ms if abs(place_ms - player.playhead_ms) >= 5_000 else place_ms + 10_000


def _watch_to_the_end(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    if rng.random() < 0.5:
        player.play(int(player.left_ms * rng.uniform(0.2, 0.6)))
        player.pause(_ms(rng, 3, 40))
    player.finish()


def _watch_about(player: Player, rng: Random, playlist: Playlist) -> None:
    """What most people do: watch, pause, look for the good part, watch on."""
    _begin(player)
    player.play(int(player.left_ms * rng.uniform(0.1, 0.4)))
    player.pause(_ms(rng, 2, 90))
    player.play(_ms(rng, 8, 25))
    player.seek(_part(player, rng, 0.5, 0.8))
    if rng.random() < 0.6:
        player.finish()
    else:
        player.play(int(player.left_ms * rng.uniform(0.2, 0.8)))


def _watch_a_while(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 150, 1_500))


def _watch_a_channel(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 600, 3_000))


def _ride_out_a_storm(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 30, 90))
    player.network = CROWDED
    while player.count["stall"] < 4:
        player.play(_ms(rng, 60, 240))
    player.network = HOME
    player.play(_ms(rng, 60, 120))


def _stall_and_fail(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 60, 400))
    player.network = CROWDED
    while player.count["stall"] < 3:
        player.play(_ms(rng, 20, 90))
    player.starve(_ms(rng, 8, 25))
    player.fail(rng.choice(("E0003", "E0003", "E0004")))


def _fail_soon(player: Player, rng: Random, playlist: Playlist) -> None:
    """What can be watched: a little of everything, and then the end of it, all in two minutes."""
    _begin(player)
    player.play(_ms(rng, 34, 36))
    player.pause(_ms(rng, 5, 6))
    player.play(_ms(rng, 9, 11))
    player.starve(_ms(rng, 11, 13))
    player.fail("E0003")


def _fail_to_start(player: Player, rng: Random, playlist: Playlist) -> None:
    code = rng.choice(_START_ERRORS)
    if code not in _BEFORE_READY:
        player.prepare(preload=False)
    player.now_ms += _ms(rng, 0.2, 12)
    player.fail(code)


def _find_it_offline(player: Player, rng: Random, playlist: Playlist) -> None:
    player.prepare(preload=False)
    player.now_ms += _ms(rng, 0.2, 3)
    player.fail("E0009")


def _never_press_play(player: Player, rng: Random, playlist: Playlist) -> None:
    player.prepare(preload=False)


def _leave_in_open_state(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 60, 400))
    while not 1_000 <= player.unreported_ms <= 55_000:  # so that the row before it is clearly a cut one
        player.play(2_000)
    player.leave_open()


def _watch_again(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    for _ in range(rng.randint(1, 3)):
        player.repeat()
    player.play(int(player.left_ms * rng.uniform(0.2, 0.6)))


def _change_tracks(player: Player, rng: Random, playlist: Playlist) -> None:
    first, second = playlist
    _begin(player)
    player.play(_ms(rng, 20, 70))
    player.change_track("next_track", second)
    player.play(_ms(rng, 20, 70))
    player.change_track("prev_track", first)
    player.finish()


def _suffer_low_quality(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 60, 90))
    player.network = THIN
    player.play(_ms(rng, 420, 720))


def _fiddle_with_quality(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 10, 80))
    for turn in range(rng.randint(6, 9)):
        player.choose_quality(-2 if turn % 2 == 0 else 2)
        player.play(_ms(rng, 3, 7))
    player.play(_ms(rng, 60, 150))


def _search_in_a_rage(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 20, 60))
    for _ in range(rng.randint(2, 3)):
        for _ in range(rng.randint(5, 8)):
            player.seek(_part(player, rng, 0.02, 0.8))
            player.play(_ms(rng, 0.1, 0.9))
        player.play(_ms(rng, 30, 150))


def _seek_on_a_thin_network(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 20, 60))
    while player.count["seek-stall"] < 2:
        player.seek(_part(player, rng, 0.05, 0.8))
        player.play(_ms(rng, 12, 40))


def _leave_it_on(player: Player, rng: Random, playlist: Playlist) -> None:
    until_ms = player.now_ms + _DAY_MS
    _begin(player)
    while player.now_ms < until_ms:
        player.play(_ms(rng, 1_800, 7_200))
        player.pause(_ms(rng, 5, 180))
    player.play(_ms(rng, 60, 120))


def _play_until_it_fails(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 30, 90))
    player.fail("E0004")


def _never_rest(player: Player, rng: Random, playlist: Playlist) -> None:
    """Whatever comes to mind, until the player breaks: as many rows as it was given, the last one an error."""
    try:
        _begin(player)
        while True:
            if player.left_ms < 3 * _MINUTE_MS:
                player.seek(_part(player, rng, 0.05, 0.5))
            player.play(int(1000 * rng.expovariate(1 / 9)) + 200)
            mood = rng.random()
            if mood < 0.4:
                player.seek(_part(player, rng, 0.02, 0.9))
            elif mood < 0.7:
                player.pause(int(1000 * rng.expovariate(1 / 5)) + 100)
            elif mood < 0.8:
                player.choose_quality(rng.choice((-2, -1, 1, 2)))
    except Broken:
        player.fail("E0003")


def _break_off(player: Player, rng: Random, playlist: Playlist) -> None:
    """Of media of any length: no stall is waited for."""
    _begin(player)
    player.play(_ms(rng, 15, 60))
    player.network = CROWDED
    player.play(_ms(rng, 10, 30))
    player.starve(_ms(rng, 8, 25))
    player.fail(rng.choice(("E0003", "E0003", "E0004")))


def _stall_on_and_on(player: Player, rng: Random, playlist: Playlist) -> None:
    _begin(player)
    player.play(_ms(rng, 15, 30))
    player.network = CROWDED
    player.play(_ms(rng, 60, 180))


BREAKS_OFF_SOON = Story(_fail_soon, FIBRE)
"""As it can be watched by whoever tries the demo."""
BREAKS_OFF = Story(_break_off, HOME)
STALLS = Story(_stall_on_and_on, HOME)
"""What may become of any viewer, whatever is on."""

STORIES: dict[Kind, Story] = {
    Kind.CLEAN_VOD: Story(_watch_to_the_end),
    Kind.CLEAN_LIVE: Story(_watch_a_channel, shelf=CHANNELS),
    Kind.SLOW_START: Story(_watch_a_while, FAR, FEATURES),
    Kind.STALL_STORM: Story(_ride_out_a_storm, HOME, FEATURES),
    Kind.FATAL_ERROR: Story(_stall_and_fail, HOME, FEATURES),
    Kind.FAILED_START: Story(_fail_to_start, HOME),
    Kind.LIVE_OFFLINE: Story(_find_it_offline, HOME, CHANNELS, ANDROIDS + PCS),
    Kind.NEVER_STARTED: Story(_never_press_play, HOME),
    Kind.LEFT_OPEN: Story(_leave_in_open_state, shelf=FEATURES),
    Kind.LEFT_PLAYING: Story(_watch_a_while, shelf=FEATURES),
    Kind.LOOP: Story(_watch_again),
    Kind.TWO_TRACKS: Story(_change_tracks),
    Kind.PREV_TARCK: Story(_change_tracks),
    Kind.KOREAN_TITLE: Story(_watch_about, shelf=KOREAN_CLIPS),
    Kind.MASKED_IP: Story(_watch_about),
    Kind.UNKNOWN_PLACE: Story(_watch_about, HOME),
    Kind.REACT_NATIVE: Story(_watch_to_the_end, MOBILE, devices=REACT_NATIVES),
    Kind.IOS: Story(_watch_about, MOBILE, devices=IPHONES),
    Kind.ANDROID: Story(_watch_about, MOBILE, devices=ANDROID_APPS),
    Kind.OLD_FORM: Story(_watch_about),
    Kind.ODD_TYPES: Story(_play_until_it_fails),
    Kind.QUALITY_DROP: Story(_suffer_low_quality, HOME, FEATURES),
    Kind.QUALITY_SWINGS: Story(_fiddle_with_quality, shelf=FEATURES),
    Kind.RAGE_SEEK: Story(_search_in_a_rage, shelf=FEATURES),
    Kind.SEEK_STALLS: Story(_seek_on_a_thin_network, THIN, FEATURES),
    Kind.LIVE_DAY: Story(_leave_it_on, PATCHY, CHANNELS),
    Kind.LONG: Story(_never_rest, SHAKY, FEATURES),
}
