"""One grammar for lengths of time and one for clock times, at every door that asks for one."""

from datetime import UTC, datetime, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_places import hours
from tests.unit.test_query import log_of
from vpe_tui.api.list_filter import instant, parse_list_filter, since
from vpe_tui.cli.asked import recent_query
from vpe_tui.cli.parser import parsed
from vpe_tui.session.places import place_of
from vpe_tui.session.query import Longer, parse_filter
from vpe_tui.settings.values import length, seconds
from vpe_tui.text.times import KST, epoch_ms
from vpe_tui.text.typed_times import clock_time, length_s

NOW_MS = 1_759_999_999_000
LENGTHS = {
    "1h30m": 5400,
    "90s": 90,
    "500ms": 0.5,
    "1d": 86_400,
    "1.5h": 5400,
    "2m": 120,
    "90": 90,
    "2.5": 2.5,
    ".5h": 1800,
    "1.1m": 66,
    "1d2h3m4s500ms": 93_784.5,
    "1H30M": 5400,
    "30m1h": 5400,
}
NO_LENGTHS = ("", "h", "soon", "1x", "-1s", "1e3", "nan", "inf", "1h30", "1,5h", "1_0s", "1.2.3s", "9" * 400, "1:30h")


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_is_the_same_at_every_door(text: str) -> None:
    wanted = LENGTHS[text]
    assert length_s(f" {text} ") == seconds(text) == length(text) == wanted
    assert parse_filter(f"longer:{text}") == Longer(wanted)
    asked = parsed(["list", "--since", text])
    started = {
        since(text, NOW_MS),
        parse_list_filter(f"since:{text}", KST, NOW_MS).start_ms,
        recent_query(asked, KST, NOW_MS).start_ms,
    }
    assert started == {NOW_MS - wanted * 1000}
    ms = 1 / 3_600_000
    then = wanted / 3600
    log = hours((0, then), (then, ms), (then + ms, 1))
    assert [place_of(f"{sign}{text}", log, KST).row for sign in "+−-"] == [1, 0, 0]


@pytest.mark.parametrize("text", NO_LENGTHS)
def test_what_is_no_length_is_none_at_every_door(text: str) -> None:
    assert length_s(text) is None
    with pytest.raises(ValueError, match="should be a length of time such as"):
        seconds(text)
    with pytest.raises(ValueError, match="should be a length of time such as"):
        since(text, NOW_MS)
    with pytest.raises(ValueError, match="is no length of time"):
        parse_filter(f'longer:"{text}"')
    with pytest.raises(ValueError, match="is no time"):
        place_of(f"+{text}", hours((0, 1)), KST)


CLOCKS = {
    "12:30": "2025-10-08T12:30:00+09:00",
    "T12:30": "2025-10-08T12:30:00+09:00",
    "9:05": "2025-10-08T09:05:00+09:00",
    "12:30:15": "2025-10-08T12:30:15+09:00",
    "12:30:15.5": "2025-10-08T12:30:15.500+09:00",
    "12:30:15,5": "2025-10-08T12:30:15.500+09:00",
    "04:30Z": "2025-10-08T04:30:00+00:00",
    "12:30+09": "2025-10-08T12:30:00+09:00",
    "10-08 12:52": "2025-10-08T12:52:00+09:00",
    "10-8 12:52": "2025-10-08T12:52:00+09:00",
    "2025-10-08 12:52": "2025-10-08T12:52:00+09:00",
    "2025-10-08T12:52:01": "2025-10-08T12:52:01+09:00",
    "2025-10-08T04:52Z": "2025-10-08T04:52:00+00:00",
    "2025-10-08 05:52+0100": "2025-10-08T05:52:00+01:00",
    "2025-10-08T12": "2025-10-08T12:00:00+09:00",
    "20251008T1252": "2025-10-08T12:52:00+09:00",
    "2025-W41-3T12:52": "2025-10-08T12:52:00+09:00",
    "2025-10-08": "2025-10-08T00:00:00+09:00",
}
NO_CLOCKS = ("", "noon", "12:", "24:00", "12:60", "12:00:60", "25:00", "10-09", "13-40 12:00", "12:00+99:00", "1.5")


@pytest.mark.parametrize("text", CLOCKS)
def test_a_clock_time_is_the_same_at_every_door(text: str) -> None:
    wanted = epoch_ms(datetime.fromisoformat(CLOCKS[text]))
    day_ms = epoch_ms(datetime(2025, 10, 8, 12, tzinfo=KST))
    assert instant(text, KST, day_ms) == wanted
    if " " not in text:
        assert parse_list_filter(f"from:{text}", KST, day_ms).start_ms == wanted
    asked = parsed(["list", "--from", text])
    assert recent_query(asked, KST, day_ms).start_ms == wanted
    ends = [wanted, wanted + 500, wanted + 3_600_000]
    starts = [wanted - 3_600_000, *ends]
    log = log_of(
        [
            {"logDateUnix": str(end), "actionDuration": (end - start) / 1000}
            for start, end in zip(starts, ends, strict=False)
        ]
    )
    assert place_of(text, log, KST) == (1, "")


@pytest.mark.parametrize("zone", [KST, UTC])
@pytest.mark.parametrize("text", NO_CLOCKS)
def test_what_is_no_clock_time_is_none_at_every_door(text: str, zone: tzinfo) -> None:
    with pytest.raises(ValueError, match="should be a time such as"):
        instant(text, zone, NOW_MS)
    with pytest.raises(ValueError, match="is no time"):
        place_of(text, hours((0, 1)), zone)


def test_a_date_without_a_year_is_the_nearest() -> None:
    new_year = epoch_ms(datetime(2026, 1, 1, 9, tzinfo=KST))
    assert instant("12-31 23:00", KST, new_year) == epoch_ms(datetime(2025, 12, 31, 23, tzinfo=KST))
    eve = epoch_ms(datetime(2025, 12, 31, 23, tzinfo=KST))
    assert instant("01-01 01:00", KST, eve, is_end=True) == epoch_ms(datetime(2026, 1, 1, 1, tzinfo=KST))


@given(st.text(alphabet="0123456789:.-+TZ dhms,", max_size=20) | st.text(max_size=8))
def test_any_text_is_a_time_or_none(text: str) -> None:
    length_s(text)
    said = clock_time(text)
    assert said is None or said.days(range(2024, 2027)) is not None
