"""Filters: which rows they let through, and the words that say them. Searches: all that is written, nothing else."""

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.session.columns import LogBuilder
from vpe_tui.session.events import Event, EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.query import (
    EVERYTHING,
    AnyOf,
    Contains,
    Filter,
    Longer,
    Named,
    Not,
    OfKind,
    OfQuality,
    OfRows,
    parse_filter,
    these_rows,
)
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.clean import clean
from vpe_tui.text.times import KST
from vpe_tui.tui.timeline.cells import CELLS, COLUMNS, STATE_COLUMNS, From

T0 = 1759895520000

*_, BAR = STATE_COLUMNS
QUALITIES = (None, "720p", "1080p", "auto", "0p", "", "a b", 'say "hi"', "1,2", "stalls", "1080")
ACTIONS = (*(kind.word for kind in Kind if kind.word), "prev_tarck", "수동 재생", "STRASSE")
MESSAGES = (None, "", "cannot load, code 7", 'no "key" found', "Straße", "5 ms late", "연결 끊김")

a_row = st.fixed_dictionaries(
    {
        "logDateUnix": st.integers(T0, T0 + 90_000).map(str) | st.none(),
        "actionType": st.sampled_from(ACTIONS),
        "actionDuration": st.sampled_from((None, 0, 0.008, 0.5, 2, 2.001, 59.9, 4000)) | st.floats(0, 100),
        "videoTime": st.sampled_from((None, 0, -5, 763.2, 4000)),
        "watchingPercent": st.sampled_from((None, 0, 43, 99.5)),
        "quality": st.sampled_from(QUALITIES),
        "errorCode": st.sampled_from((None, "E0003", "E9999", 12)),
        "errorMessage": st.sampled_from(MESSAGES),
    }
)


def log_of(rows: list[dict[str, Any]]) -> EventLog:
    builder = LogBuilder()
    builder.add(rows)
    return builder.log(rows, [])


logs = st.lists(a_row, max_size=12).map(log_of)
zones = st.sampled_from((KST, ZoneInfo("America/St_Johns"), timezone(timedelta(hours=-3, minutes=-30))))


def written(event: Event, log: EventLog, zone: tzinfo) -> list[str]:
    """What the timeline's columns say of a row, without what is drawn: glyphs, arrows, bars, `–` and `~`."""
    told = From(log.zero_ms, zone)
    cell = {column.name: CELLS[column.name](log, event.row, told) for column in COLUMNS if column.rank >= 0}
    drawn = {
        "since start": cell["since start"].removeprefix("~"),
        "action": cell["action"][2:],
        "duration": "" if event.duration_s is None else cell["duration"],
        BAR: "",
        "playhead": "" if event.video_time_s is None else cell["playhead"],
        "%": "" if event.percent is None else cell["%"],
        "quality": cell["quality"][2:] if event.quality else "",
    }
    return list((cell | drawn).values())


def stands_in(text: str, event: Event, log: EventLog, zone: tzinfo) -> bool:
    return any(text.casefold() in said.casefold() for said in written(event, log, zone))


texts = st.sampled_from(
    ("", "e0003", "STALL", "ms", " s", "m", "+", "−", "12:5", ".", "%", "0p", "ß", "ss", "network", "재생", ",", '"',
     '"key"', "stalls", "longer:2s", "quality:", "text:", "a b", "playing 1080p", "1080p E0003", "p 0", "\\", "'")
) | st.text(max_size=4).map(clean)  # fmt: skip

Predicate = Callable[[Event, EventLog], bool]

terms: st.SearchStrategy[tuple[Filter, Predicate]] = st.one_of(
    st.sampled_from(Kind).map(lambda kind: (OfKind(kind), lambda event, _: event.kind is kind)),
    st.sampled_from([q for q in QUALITIES if q is not None]).map(
        lambda quality: (OfQuality(quality), lambda event, _: event.quality == quality)
    ),
    (st.sampled_from((0.0, 0.008, 2.0, 1e-05, 2.0004)) | st.floats(0, 1e9)).map(
        lambda seconds: (Longer(seconds), lambda event, _: event.duration_s is not None and event.duration_s > seconds)
    ),
    st.tuples(st.integers(0, 12), st.integers(0, 12))
    .map(lambda span: (min(span), max(span)))
    .map(lambda span: (OfRows((span,)), lambda event, _: span[0] <= event.row <= span[1])),
    st.sampled_from(("finding:stall-long", "finding:same-time", "metric:rebuffer_s")).map(
        lambda word: (Named(word), lambda event, _: word in NAMED and event.row % NAMED[word] == 0)
    ),
    texts.map(lambda text: (Contains(text), lambda event, log: stands_in(text, event, log, KST))),
)


terms |= terms.map(lambda term: (Not(term[0]), lambda event, log: not term[1](event, log)))


def both(one: tuple[Filter, Predicate], other: tuple[Filter, Predicate]) -> tuple[Filter, Predicate]:
    return one[0] & other[0], lambda event, log: one[1](event, log) and other[1](event, log)


def either(one: tuple[Filter, Predicate], other: tuple[Filter, Predicate]) -> tuple[Filter, Predicate]:
    return one[0] | other[0], lambda event, log: one[1](event, log) or other[1](event, log)


filters = st.recursive(
    terms | st.just((EVERYTHING, lambda event, log: True)),
    lambda parts: st.builds(both, parts, parts) | st.builds(either, parts, parts),
    max_leaves=5,
)


NAMED = {"finding:stall-long": 2, "finding:same-time": 3, "metric:rebuffer_s": 5}
"""Every so many rows are what such a word stands for."""


def rows(wanted: Filter, log: EventLog) -> list[int]:
    looked = SearchTexts(log, KST)
    looked.named = lambda word: range(0, len(log), NAMED[word]) if word in NAMED else ()
    return wanted.rows(log, looked)


# Which rows


@given(logs, filters)
def test_a_filter_lets_through_what_a_plain_loop_does(log: EventLog, wanted: tuple[Filter, Predicate]) -> None:
    filter, lets_through = wanted
    assert rows(filter, log) == [event.row for event in log if lets_through(event, log)]


@given(logs, filters, filters)
def test_and_has_the_rows_in_both_or_those_in_either(log: EventLog, one: Any, other: Any) -> None:
    a, b = set(rows(one[0], log)), set(rows(other[0], log))
    assert rows(one[0] & other[0], log) == sorted(a & b)
    assert rows(one[0] | other[0], log) == sorted(a | b)


def test_longer_is_longer_not_as_long() -> None:
    log = log_of([{"logDateUnix": str(T0), "actionDuration": length} for length in (1.999, 2, 2.001, None)])
    assert rows(parse_filter("longer:2s"), log) == [2]


@given(st.lists(st.integers(0, 40), min_size=1, unique=True).map(sorted))
def test_rows_that_were_counted_can_be_shown_and_said(counted: list[int]) -> None:
    log = log_of([{"logDateUnix": str(T0)}] * 30)
    wanted = these_rows(counted)
    assert rows(wanted, log) == [row for row in counted if row < 30]
    assert parse_filter(str(wanted)) == wanted


@given(logs)
def test_everything_and_nothing(log: EventLog) -> None:
    assert rows(EVERYTHING, log) == list(range(len(log)))
    assert rows(AnyOf(()), log) == []


@given(logs, texts, zones)
@example(log_of([{"logDateUnix": str(T0), "actionDuration": 0.008}]), "ms", KST)
@example(log_of([{"logDateUnix": str(T0), "actionType": "playing", "quality": "1080p"}]), "playing 1080p", KST)
def test_a_search_finds_what_a_plain_scan_of_every_column_finds(log: EventLog, text: str, zone: tzinfo) -> None:
    found = Contains(text).rows(log, SearchTexts(log, zone))
    assert found == [event.row for event in log if stands_in(text, event, log, zone)]


@given(logs.filter(len), st.data(), zones)
def test_a_search_for_a_piece_of_what_is_written_finds_it(log: EventLog, data: st.DataObject, zone: tzinfo) -> None:
    event = data.draw(st.sampled_from(list(log)))
    said = data.draw(st.sampled_from(written(event, log, zone)))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(said))] * 2)))
    assert event.row in Contains(said[start:end].upper()).rows(log, SearchTexts(log, zone))


def test_words_are_found_without_writing_out_times() -> None:
    log = log_of([{"logDateUnix": str(T0), "actionType": "error", "errorCode": "E0003"}])
    looked = SearchTexts(log, KST)
    assert Contains("E0003").rows(log, looked) == Contains("NETWORK").rows(log, looked) == [0]
    assert "everything" not in vars(looked)


# Words


@given(logs, filters)
def test_a_filter_is_read_back_from_its_words(log: EventLog, wanted: tuple[Filter, Predicate]) -> None:
    read = parse_filter(str(wanted[0]))
    assert rows(read, log) == rows(wanted[0], log)
    assert str(read) == str(wanted[0])


pieces = st.sampled_from(
    ("row:", "-", "Finding:", "metric:", "stall-long", "rebuffer_s", "5-2", "1080",
     "stalls", "errors", "PLAYING", "other", ",", ",,", " ", '"', '""', "text:", "quality:", "longer:", "2s", "500ms",
     "1.5", "9" * 30, "0.00001s", "720p", "E0003", "a", ":", "\t", "٣")
)  # fmt: skip


@given(logs, st.lists(pieces, max_size=8).map("".join) | st.text(max_size=12))
@example(log_of([{}]), '""')
@example(log_of([{}]), ",")
@example(log_of([{}]), 'text:"')
@example(log_of([{}]), "longer:0.00001s")
@example(log_of([{}]), "longer:" + "9" * 400)
@example(log_of([{}]), "quality:")
@example(log_of([{}]), "row:9-")
def test_any_words_are_a_filter_or_say_what_is_wrong(log: EventLog, words: str) -> None:
    try:
        read = parse_filter(words)
    except ValueError as fault:
        assert str(fault).startswith("“")
        assert re.search("(longer|quality|text|row|finding|metric):", words.lower())
    else:
        again = parse_filter(str(read))
        assert str(again) == str(read)
        assert rows(again, log) == rows(read, log)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", ""),
        ("  , ", ""),
        ("stalls", "stalls"),
        ("rebuffering,ERROR", "stalls,errors"),
        ("prev_tarck", "prev_track"),
        ("stalls,errors  longer:500ms", "stalls,errors longer:0.5s"),
        ("longer:2m quality:720p", "longer:120s quality:720p"),
        ("Longer:1.5S TEXT:boo", "longer:1.5s text:boo"),
        ("quality:1080", "quality:1080p"),
        ('quality:"1080"', 'quality:"1080"'),
        ("Quality:auto", "quality:auto"),
        ("ROW:12", "row:12"),
        ("row:5-2", "row:2-5"),
        ("finding:Stall-Long,Metric:rebuffer_s", "finding:stall-long,metric:rebuffer_s"),
        ("12:52 bogus:x", "text:12:52 text:bogus:x"),
        ("bogus:", "text:bogus:"),
        ("E0003", "text:E0003"),
        ('text:"could not, load"', 'text:"could not, load"'),
        ('"stalls"', "text:stalls"),
        ('text:"say ""hi"""', 'text:"say ""hi"""'),
        ("stal", "text:stal"),
        ("stalls,", "stalls"),
        ("-Heartbeat -stalls,errors", "-text:Heartbeat -stalls,errors"),
        ('-"two words"', '-text:"two words"'),
        ('"-stalls" - --a', "text:-stalls text:- -text:-a"),
        ("-row:5-2", "-row:2-5"),
    ],
)
def test_words_and_how_they_are_said(words: str, said: str) -> None:
    assert str(parse_filter(words)) == said


def test_no_words_are_everything_itself() -> None:
    assert parse_filter("") == parse_filter(" , ") == EVERYTHING
    assert EVERYTHING & OfKind(Kind.ERROR) == OfKind(Kind.ERROR)


def test_or_of_an_and_is_said_without_brackets() -> None:
    wanted = (OfKind(Kind.PLAYING) & OfQuality("720p")) | OfKind(Kind.ERROR)
    assert str(wanted) == "playing,errors quality:720p,errors"


@pytest.mark.parametrize("words", ["longer:soon", "longer:2x", "longer:-1s", "longer:1e3", 'longer:""', "longer:nan"])
def test_what_is_no_length_says_so(words: str) -> None:
    with pytest.raises(ValueError, match="is no length of time; 2s, 500ms and 1m are"):
        parse_filter(words)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("longer:", "“longer:” is no length of time; 2s, 500ms and 1m are"),
        ("quality:", "“quality:” names no quality; quality:720p does"),
        ("text:", "“text:” has nothing to find; text:E0003 has"),
        ("row:", "“row:” names no rows; row:12 and row:12-40 do"),
        ("row:abc", "“row:abc” names no rows; row:12 and row:12-40 do"),
        ("stalls,row:-4", "“row:-4” names no rows; row:12 and row:12-40 do"),
    ],
)
def test_a_name_with_no_or_a_wrong_value_says_so(words: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_filter(words)
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("finding:boo", "“finding:boo” names no finding; finding:stall-long does"),
        ("finding:", "“finding:” names no finding; finding:stall-long does"),
        ("errors,metric:boo quality:720p", "“metric:boo” names no number; metric:rebuffer_s does"),
    ],
)
def test_a_finding_or_number_that_there_is_none_of_says_so(words: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        named_filter(words)
    assert str(caught.value) == says


def test_findings_and_numbers_are_named_whatever_their_case() -> None:
    assert named_filter("Finding:Stall-Long") == Named("finding:stall-long")
    assert named_filter("errors metric:rebuffer_s") == OfKind(Kind.ERROR) & Named("metric:rebuffer_s")


def test_what_findings_and_numbers_stand_on_is_no_row_before_it_is_known() -> None:
    log = log_of([{}] * 3)
    assert Named("finding:stall-long").rows(log, SearchTexts(log, KST)) == []


# However letters are put together


def both_ways(text: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("text", ["네트워크 오류", "café", "CAFÉ", "がぎ", "ΐ", "İstanbul", "Tiếng Việt", "Å", "각"])
def test_letters_are_found_however_they_are_put_together(text: str) -> None:
    for written in both_ways(text):
        for asked in (*both_ways(text), *both_ways(text.lower()), text.casefold()):
            log = log_of([{"errorCode": "E1", "errorMessage": f"x {written} y"}, {"errorMessage": "neither"}])
            assert Contains(asked).rows(log, SearchTexts(log, KST)) == [0], (written, asked)
            assert parse_filter(f'text:"{asked}"').rows(log, SearchTexts(log, KST)) == [0]


@pytest.mark.parametrize(
    ("written", "asked"),
    [("Ｅ０００３", "e0003"), ("E0003", "ｅ０００３"), ("ﾊﾟｿｺﾝ", "パソコン"), ("パソコン", "ﾊﾟｿｺﾝ")],
)
def test_letters_are_found_whatever_their_width(written: str, asked: str) -> None:
    log = log_of([{"errorMessage": f"x {written} y"}, {"errorMessage": "neither"}])
    assert Contains(asked).rows(log, SearchTexts(log, KST)) == [0]
    assert log.error_message[0] == f"x {written} y", "shown as it was written"


def test_a_quality_is_the_same_however_it_is_written() -> None:
    for written in both_ways("고화질"):
        log = log_of([{"quality": written}, {"quality": "저화질"}, {"quality": None}])
        for asked in both_ways("고화질"):
            assert parse_filter(f"quality:{asked}").rows(log, SearchTexts(log, KST)) == [0]
