"""Every rule, declared once: the report, the explanations and the documentation are made of this table."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from vpe_tui.playback.dialects.web import SAME_PLACE_S
from vpe_tui.playback.playhead import FASTEST_OFFERED
from vpe_tui.playback.rows import BEGINNING_S
from vpe_tui.playback.sums import SEEK_INDUCED_MS, SLOWEST_OFFERED
from vpe_tui.qoe.findings import clocks, data, errors, stalls, viewing
from vpe_tui.qoe.findings.facts import Evidence, Facts, Severity
from vpe_tui.qoe.tolerances import AHEAD_MS, DROP_SHARE, END_SHARE, FULL_HEARTBEAT_S


class Rule(NamedTuple):
    """What a rule looks for, in one sentence, and what it rests on."""

    id: str
    """What machines and filters call it."""
    name: str
    """What people call what it finds, in a few plain words."""
    severity: Severity
    """Of what it finds at its worst. What says that the log is odd is never an error: the viewer may have been fine."""
    looks_for: str
    basis: str
    find: Callable[[Facts], Iterator[Evidence]]


_GLOSSARY = "the vendor's glossary"
_PLAYER = "the vendor's player package"

RULES: tuple[Rule, ...] = (
    Rule(
        id="player-error",
        name="player error",
        severity="error",
        looks_for="an error that the player reported, one finding for each code; a warning when it played on after it",
        basis="any fatal error is poor",
        find=errors.player_error,
    ),
    Rule(
        id="slow-start",
        name="slow start",
        severity="error",
        looks_for="the player or the video took longer to start than is good; an error when it was poor",
        basis="the band of the video startup time",
        find=stalls.slow_start,
    ),
    Rule(
        id="stall-long",
        name="long stall",
        severity="error",
        looks_for=f"a stall of {stalls.LONG_S:g} s or more; an error when it was poor",
        basis="anybody notices it; the band of the longest stall",
        find=stalls.stall_long,
    ),
    Rule(
        id="stall-cluster",
        name="stalls in a row",
        severity="error",
        looks_for=f"{stalls.CLUSTER_LEAST} stalls or more that begin inside {stalls.CLUSTER_MS // 1000} s; an error "
        "when they are too many for 20 minutes",
        basis="a stall soon after another one is the same trouble; the band of stalls an hour",
        find=stalls.stall_cluster,
    ),
    Rule(
        id="retry-storm",
        name="many retries",
        severity="error",
        looks_for=f"{errors.STORM_LEAST} starts of the player, or errors, or more, inside {errors.STORM_MS // 1000} s",
        basis=f"a player reports nothing after its first error, {_PLAYER}: several of them are new attempts",
        find=errors.retry_storm,
    ),
    Rule(
        id="stall-after-upshift",
        name="stall after a higher quality",
        severity="warning",
        looks_for=f"a stall that begins within {stalls.UPSHIFT_MS / 1000:g} s of the start of a row of a higher "
        "quality than "
        "the row before",
        basis="the new quality's segments are larger than the network had shown it can carry",
        find=stalls.stall_after_upshift,
    ),
    Rule(
        id="stall-after-seek",
        name="stall after a seek",
        severity="warning",
        looks_for=f"a stall that begins within {SEEK_INDUCED_MS / 1000:g} s of the end of a seek; a note when it was "
        "short",
        basis="they are left out of the rebuffering ratio",
        find=stalls.stall_after_seek,
    ),
    Rule(
        id="seek-slow",
        name="slow seek",
        severity="error",
        looks_for="a seek longer than is good; an error when it was poor",
        basis="the band of the longest seek; the web player counts all waiting of a seek in its row",
        find=stalls.seek_slow,
    ),
    Rule(
        id="unlogged-wait",
        name="wait not in the log",
        severity="warning",
        looks_for="silence of 1 s to 5 min after which play goes on at the same playhead, and that no pause explains",
        basis="a wait that begins within 0.1 s of another row gets none, the web reporter",
        find=stalls.unlogged_wait,
    ),
    Rule(
        id="pause-in-stall",
        name="paused in a stall",
        severity="warning",
        looks_for="a pause pressed in a stall, which gets no row of its own, or within "
        f"{stalls.PAUSE_AFTER_STALL_MS / 1000:g} s of the end of one",
        basis="a viewer who pauses while nothing plays gave up waiting",
        find=stalls.pause_in_stall,
    ),
    Rule(
        id="quality-drop",
        name="quality dropped",
        severity="warning",
        looks_for=f"after a switch down a time-weighted height under {DROP_SHARE:.0%} of the best seen before",
        basis="half the lines are a quarter of the picture",
        find=viewing.quality_drop,
    ),
    Rule(
        id="quality-oscillation",
        name="quality up and down",
        severity="warning",
        looks_for=f"{viewing.SWINGS_LEAST} turns or more between up and down inside {viewing.SWINGS_MS // 1000} s",
        basis="changes of quality annoy more than a steady lower one",
        find=viewing.quality_oscillation,
    ),
    Rule(
        id="rage-seek",
        name="many seeks",
        severity="warning",
        looks_for=f"{viewing.RAGE_LEAST} seeks or more that begin inside {viewing.RAGE_MS // 1000} s",
        basis="a viewer who cannot find a place, or a page that does not answer",
        find=viewing.rage_seek,
    ),
    Rule(
        id="early-end",
        name="ended early",
        severity="warning",
        looks_for=f"“ended” before {END_SHARE:.0%} of the media's duration, VOD only",
        basis=f"“ended” is “watched to the end”, {_GLOSSARY}",
        find=viewing.early_end,
    ),
    Rule(
        id="playhead-frozen",
        name="playhead stood still",
        severity="warning",
        looks_for=f"playing in which the playhead moved slower than {SLOWEST_OFFERED:g} × or faster than "
        f"{FASTEST_OFFERED:g} ×, VOD only",
        basis="a frozen picture or a tab in the background",
        find=clocks.playhead_frozen,
    ),
    Rule(
        id="asleep",
        name="device asleep",
        severity="warning",
        looks_for="a row of playing over 65 s whose playhead moved less than half of it",
        basis="a device that slept: as far as the playhead moved it played",
        find=clocks.asleep,
    ),
    Rule(
        id="heartbeat-gap",
        name="heartbeat missing",
        severity="warning",
        looks_for=f"two rows of playing more than {clocks.HEARTBEAT_GAP_MS // 1000} s apart, with nothing between "
        "them that "
        "says why",
        basis=f"playing is reported every 60 s, {_GLOSSARY}",
        find=clocks.heartbeat_gap,
    ),
    Rule(
        id="heartbeat-long",
        name="heartbeat too long",
        severity="warning",
        looks_for=f"a row of playing longer than {clocks.HEARTBEAT_LONGEST_MS // 1000} s",
        basis=f"impossible by definition: playing is reported every 60 s, {_GLOSSARY}",
        find=clocks.heartbeat_long,
    ),
    Rule(
        id="clock-step",
        name="clock was set",
        severity="warning",
        looks_for="a clock that was set while the log was written, rows that ended more than "
        f"{AHEAD_MS // 1000} s after the answer was fetched, or rows years apart",
        basis="devices set their clocks",
        find=clocks.clock_step,
    ),
    Rule(
        id="missing-start",
        name="start not in the log",
        severity="warning",
        looks_for="a first row that is not “player_start”; a note when it is an error",
        basis=f"every session begins with it, {_GLOSSARY}; without access the player never gets ready",
        find=data.missing_start,
    ),
    Rule(
        id="lost-rows",
        name="rows lost",
        severity="warning",
        looks_for="silence over which the playhead moved on, or playing before any “startup”",
        basis="rows before the player's first sync, or sent offline, are lost, the web reporter",
        find=clocks.lost_rows,
    ),
    Rule(
        id="impossible-step",
        name="impossible order",
        severity="warning",
        looks_for="a second first picture without a track change or a new start; playing right after “ended” with no "
        "idle "
        "time, seek, track change or start between",
        basis=_GLOSSARY,
        find=data.impossible_step,
    ),
    Rule(
        id="after-error",
        name="rows after an error",
        severity="warning",
        looks_for="rows after the first error",
        basis=f"a player reports nothing after its first error, {_PLAYER}",
        find=errors.after_error,
    ),
    Rule(
        id="error-without-code",
        name="error without a code",
        severity="warning",
        looks_for="an “error” row without a code",
        basis="the player's errors have codes, E0000 being the unknown one",
        find=errors.error_without_code,
    ),
    Rule(
        id="totals-disagree",
        name="totals disagree",
        severity="warning",
        looks_for=f"the web player's “startTime” more than {data.TOTALS_S * 1000:g} ms off its rows or parts; "
        "“error” unlike "
        f"the error rows; “watchingPercent” more than {data.PERCENT:g} % and a second off the playhead's share",
        basis="they say the same things twice",
        find=data.totals_disagree,
    ),
    Rule(
        id="duplicate-row",
        name="duplicate row",
        severity="warning",
        looks_for="a row with the action, time, playhead and duration of another one",
        basis="its length is counted twice",
        find=data.duplicate_row,
    ),
    Rule(
        id="open-end",
        name="end not in the log",
        severity="note",
        looks_for=f"a last row of playing shorter than {FULL_HEARTBEAT_S:g} s",
        basis="playing is cut short by another action only, and that one never got a row",
        find=data.open_end,
    ),
    Rule(
        id="manual-quality",
        name="quality chosen by hand",
        severity="note",
        looks_for=f"a “seeking” row where the quality changed and the playhead moved less than {SAME_PLACE_S:g} s",
        basis=f"“seeking” is a seek or a resolution change, {_GLOSSARY}",
        find=viewing.manual_quality,
    ),
    Rule(
        id="seek-or-quality",
        name="seek or quality change",
        severity="warning",
        looks_for="a “seeking” row over 10 s in which the quality changed and the playhead moved on",
        basis="a slow seek, or playing during a change of quality: the row does not tell",
        find=viewing.seek_or_quality,
    ),
    Rule(
        id="speed",
        name="other speed",
        severity="note",
        looks_for="playing at another speed than 1",
        basis="the playhead against the clock, where they differ by more than rounding",
        find=viewing.speed,
    ),
    Rule(
        id="loop",
        name="repeat",
        severity="note",
        looks_for=f"a seek to less than {BEGINNING_S:g} s after {END_SHARE:.0%} of the media, with no “ended”",
        basis=f"repeat mode sends no “ended”, {_GLOSSARY}",
        find=viewing.loop,
    ),
    Rule(
        id="out-of-order",
        name="rows out of order",
        severity="note",
        looks_for="rows that came in another order than that of their times; they are shown in the order of time",
        basis="rows can be delivered late, and devices set their clocks",
        find=clocks.out_of_order,
    ),
    Rule(
        id="zone-mismatch",
        name="time zones differ",
        severity="note",
        looks_for=f"“logDate”, read as Korean time, more than {clocks.ZONE_MS / 1000:g} s off “logDateUnix”; of more "
        f"than {clocks.ZONE_ROWS:,} rows the first and the last are looked at",
        basis="the React Native player writes “logDate” in the device's own zone",
        find=clocks.zone_mismatch,
    ),
    Rule(
        id="schema-drift",
        name="unknown fields",
        severity="note",
        looks_for="a field or an action that is not known, a known field of another type, or a value that cannot be "
        "meant",
        basis="the API changes; every value is kept and shown",
        find=data.schema_drift,
    ),
)
"""By how much they matter within a severity."""

RULE_OF: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
