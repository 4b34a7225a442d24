"""Every rule, declared once: the report, the explanations and the documentation are made of this table."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from vpe_tui.qoe.findings import clocks, data, errors, stalls, viewing
from vpe_tui.qoe.findings.facts import STEADY_MS, Evidence, Facts, Severity
from vpe_tui.qoe.tolerances import AHEAD_MS, BEGINNING_S, DROP_SHARE, END_SHARE, FULL_HEARTBEAT_S
from vpe_tui.session.index import SAME_PLACE_S, SEEK_INDUCED_MS


class Rule(NamedTuple):
    """What a rule looks for, in one sentence, and what it rests on."""

    id: str
    severity: Severity
    """Of what it finds at its worst. What says that the log is odd is never an error: the viewer may have been fine."""
    looks_for: str
    basis: str
    find: Callable[[Facts], Iterator[Evidence]]


_GLOSSARY = "the vendor's glossary"
_PLAYER = "the vendor's player package"

RULES: tuple[Rule, ...] = (
    Rule(
        "player-error",
        "error",
        "an error that the player reported, one finding for each code; a warning when it played on after it",
        "any fatal error is poor",
        errors.player_error,
    ),
    Rule(
        "slow-start",
        "error",
        "the player or the video took longer to start than is good; an error when it was poor",
        "the band of the video startup time",
        stalls.slow_start,
    ),
    Rule(
        "stall-long",
        "error",
        "a stall longer than is good; an error when it was poor",
        "the band of the longest stall",
        stalls.stall_long,
    ),
    Rule(
        "stall-cluster",
        "error",
        f"{stalls.CLUSTER_LEAST} stalls or more that begin inside {stalls.CLUSTER_MS // 1000} s; an error when "
        "they are too many for a whole session",
        "a stall soon after another one is the same trouble; the band of the stalls' number",
        stalls.stall_cluster,
    ),
    Rule(
        "retry-storm",
        "error",
        f"{errors.STORM_LEAST} starts of the player, or errors, or more, inside {errors.STORM_MS // 1000} s",
        f"a player reports nothing after its first error, {_PLAYER}: several of them are new attempts",
        errors.retry_storm,
    ),
    Rule(
        "stall-after-upshift",
        "warning",
        f"a stall that begins within {stalls.UPSHIFT_MS // 1000} s of a switch to a higher quality",
        "the new quality's segments are larger than the network had shown it can carry",
        stalls.stall_after_upshift,
    ),
    Rule(
        "stall-after-seek",
        "warning",
        f"a stall that begins within {SEEK_INDUCED_MS / 1000:g} s of the end of a seek; a note when it was short",
        "CTA-2066 leaves these out of the rebuffering ratio",
        stalls.stall_after_seek,
    ),
    Rule(
        "pause-in-stall",
        "warning",
        f"a pause within {stalls.PAUSE_AFTER_STALL_MS / 1000:g} s of the end of a stall",
        "a viewer who pauses while nothing plays gave up waiting",
        stalls.pause_in_stall,
    ),
    Rule(
        "quality-drop",
        "warning",
        f"a time-weighted height under {DROP_SHARE:.0%} of the best seen",
        "half the lines are a quarter of the picture",
        viewing.quality_drop,
    ),
    Rule(
        "quality-oscillation",
        "warning",
        f"{viewing.SWINGS_LEAST} turns or more between up and down inside {viewing.SWINGS_MS // 1000} s",
        "changes of quality annoy more than a steady lower one",
        viewing.quality_oscillation,
    ),
    Rule(
        "rage-seek",
        "warning",
        f"{viewing.RAGE_LEAST} seeks or more that begin inside {viewing.RAGE_MS // 1000} s",
        "a viewer who cannot find a place, or a page that does not answer",
        viewing.rage_seek,
    ),
    Rule(
        "early-end",
        "warning",
        f"“ended” before {END_SHARE:.0%} of the media's duration, VOD only",
        f"“ended” is “watched to the end”, {_GLOSSARY}",
        viewing.early_end,
    ),
    Rule(
        "playhead-frozen",
        "warning",
        f"playing of {STEADY_MS / 1000:g} s or more in which the playhead moved slower than "
        f"{clocks.SLOWEST:g} × or faster than {clocks.FASTEST:g} ×, VOD only",
        "a frozen picture, a tab in the background, or an odd speed",
        clocks.playhead_frozen,
    ),
    Rule(
        "heartbeat-gap",
        "warning",
        f"two rows of playing more than {clocks.HEARTBEAT_GAP_MS // 1000} s apart with nothing between them",
        f"playing is reported every 60 s, {_GLOSSARY}",
        clocks.heartbeat_gap,
    ),
    Rule(
        "heartbeat-long",
        "warning",
        f"a row of playing longer than {clocks.HEARTBEAT_LONGEST_MS // 1000} s",
        f"impossible by definition: playing is reported every 60 s, {_GLOSSARY}",
        clocks.heartbeat_long,
    ),
    Rule(
        "clock-step",
        "warning",
        "playing that begins before the row before it ended, a silence in playing in which the playhead waited, "
        f"rows that ended more than {AHEAD_MS // 1000} s after the answer was fetched, or rows years apart",
        "devices set their clocks, and sleep",
        clocks.clock_step,
    ),
    Rule(
        "missing-start",
        "warning",
        "a first row that is not “player_start”; a note when it is an error",
        f"every session begins with it, {_GLOSSARY}; without access the player never gets ready",
        data.missing_start,
    ),
    Rule(
        "impossible-step",
        "warning",
        "playing before the first picture; a second first picture without a track change or a new start; after “ended” "
        "anything but a seek, a track change or a new start",
        _GLOSSARY,
        data.impossible_step,
    ),
    Rule(
        "after-error",
        "warning",
        "rows after the first error",
        f"a player reports nothing after its first error, {_PLAYER}",
        errors.after_error,
    ),
    Rule(
        "error-without-code",
        "warning",
        "an “error” row without a code",
        "the player's errors have codes, E0000 being the unknown one",
        errors.error_without_code,
    ),
    Rule(
        "totals-disagree",
        "warning",
        f"“startTime” more than {data.TOTALS_S * 1000:g} ms off its rows or parts; “error” unlike the error rows; "
        f"“watchingPercent” more than {data.PERCENT:g} % and a second off the playhead's share",
        "they say the same things twice",
        data.totals_disagree,
    ),
    Rule(
        "duplicate-row",
        "warning",
        "a row with the action, time, playhead and duration of another one",
        "its length is counted twice",
        data.duplicate_row,
    ),
    Rule(
        "open-end",
        "note",
        f"a last row of playing shorter than {FULL_HEARTBEAT_S:g} s",
        "playing is cut short by another action only, and that one never got a row",
        data.open_end,
    ),
    Rule(
        "manual-quality",
        "note",
        f"a “seeking” row where the quality changed and the playhead moved less than {SAME_PLACE_S:g} s",
        f"“seeking” is a seek or a resolution change, {_GLOSSARY}",
        viewing.manual_quality,
    ),
    Rule(
        "loop",
        "note",
        f"a seek to less than {BEGINNING_S:g} s after {END_SHARE:.0%} of the media, with no “ended”",
        f"repeat mode sends no “ended”, {_GLOSSARY}",
        viewing.loop,
    ),
    Rule(
        "out-of-order",
        "note",
        "rows that came in another order than that of their times; they are shown in the order of time",
        "rows can be delivered late, and devices set their clocks",
        clocks.out_of_order,
    ),
    Rule(
        "same-time",
        "note",
        "rows of one millisecond; they are shown in the order they came",
        "their order is not known from their times",
        clocks.same_time,
    ),
    Rule(
        "zone-mismatch",
        "note",
        f"“logDate”, read as Korean time, more than {clocks.ZONE_MS / 1000:g} s off “logDateUnix”; of more than "
        f"{clocks.ZONE_ROWS:,} rows the first and the last are looked at",
        "the React Native player writes “logDate” in the device's own zone",
        clocks.zone_mismatch,
    ),
    Rule(
        "schema-drift",
        "note",
        "a field or an action that is not known, a known field of another type, or a value that cannot be meant",
        "the API changes; every value is kept and shown",
        data.schema_drift,
    ),
)
"""By how much they matter within a severity."""
