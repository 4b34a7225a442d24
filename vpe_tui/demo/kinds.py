"""Every kind of session the demo can tell, declared once."""

from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """A kind of session. Its value is its name on the command line and in seeds; `says` is one line about it."""

    says: str

    def __new__(cls, name: str, says: str) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.says = says
        return kind

    CLEAN_VOD = "clean-vod", "a clip watched to its end without a hitch"
    CLEAN_LIVE = "clean-live", "a LIVE channel watched for a while, then left"
    SLOW_START = "slow-start", "a first picture that takes many seconds"
    STALL_STORM = "stall-storm", "a network too thin for the lowest quality: one stall after another"
    FATAL_ERROR = "fatal-error", "stalls, then an error in the middle"
    FAILED_START = "failed-start", "an error before the first picture"
    LIVE_OFFLINE = "live-offline", "a LIVE channel that is not on air (E0009)"
    NEVER_STARTED = "never-started", "the player was ready, and nothing more came"
    LEFT_OPEN = "left-open", "left in a pause, stall or seek that the log never closed"
    LEFT_PLAYING = "left-playing", "left while playing: a full heartbeat is the last row"
    LOOP = "loop", "repeat mode: a seek to 0 in place of `ended`"
    TWO_TRACKS = "two-tracks", "next and previous track under one UUID"
    PREV_TARCK = "prev-tarck", "the same, with the documentation's spelling `prev_tarck`"
    KOREAN_TITLE = "korean-title", "a title in Korean"
    MASKED_IP = "masked-ip", "a viewer whose address is masked"
    UNKNOWN_PLACE = "unknown-place", "a viewer whose provider and place are the word Unknown"
    REACT_NATIVE = "react-native", "the React Native player: seconds, the device's own zone, a UUID that is not hex"
    IOS = "ios", "an iPhone, whose own player says `auto` for every quality"
    ANDROID = (
        "android",
        "the Android player, on the move: seconds, and `pause` for the playing before it",
    )
    OLD_FORM = "old-form", "an answer of the older form: arrays where objects are documented now"
    ODD_TYPES = "odd-types", "unknown fields, numbers as text, error codes as integers"
    QUALITY_DROP = "quality-drop", "a quality that falls and stays low"
    QUALITY_SWINGS = "quality-swings", "a viewer who keeps changing the quality"
    RAGE_SEEK = "rage-seek", "many seeks within seconds"
    SEEK_STALLS = "seek-stalls", "stalls that seeks brought about"
    LIVE_DAY = "live-day", "24 hours of LIVE"
    LONG = "long", "a restless viewer, for exactly as many rows as asked for"
