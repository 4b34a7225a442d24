"""The words of `/` in a list: which sessions they mean, and that the timeline understands the same ones."""

import unicodedata
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_query import T0, log_of
from vpe_tui.fleet.query import offered, parse_row_filter
from vpe_tui.fleet.row import SessionRow
from vpe_tui.fleet.summary import Summary
from vpe_tui.session.query import parse_filter
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.clean import folded
from vpe_tui.text.filter_words import quoted
from vpe_tui.text.times import KST

SUMMARY = Summary(
    title="뉴스 특보",
    isp="SK Broadband",
    host="edge2.example.com",
    verdict="left",
    band="poor",
    worst="6.10 %",
    stalls=7,
    stall_ratio=0.061,
    longest_stall_s=12.0,
    search="sk broadband 뉴스 특보 e0003",
)
ROW = SessionRow("u", None, False, "PC", "Windows / 10", "shop.example.net", 1.5, 48.2, None, SUMMARY)
UNKNOWN = replace(ROW, uuid="v", device="Mobile", start_s=None, summary=Summary())


@pytest.mark.parametrize(
    "words",
    ["sk broadband", "-mobile", "host:edge2", "band:poor", 'isp:"sk broad"', "stalls:>3", "stalls:7", "stalls:>=7",
     "ratio:>6%", "ratio:<0.07", "longest:<=12s", "longest:>200ms", "E0003,E0004", "title:뉴스", "HOST:EDGE2.", "! 6.1",
     "-band:good,band:fair", 'text:"뉴스 특보"', "verdict:left -device:mobile", "windows", "os:windows"],
)  # fmt: skip
def test_what_some_words_mean(words: str) -> None:
    has = parse_row_filter(words)
    assert has(ROW), words
    assert not parse_row_filter(f"{words} nowhere")(ROW)


@pytest.mark.parametrize("words", ["mobile", "-sk", "band:good", "host:edge3", "stalls:<7", "playing:>0", "playing:<9"])
def test_what_some_words_do_not_mean(words: str) -> None:
    assert not parse_row_filter(words)(ROW)


def test_a_number_that_is_not_known_is_neither_more_nor_less() -> None:
    assert not parse_row_filter("stalls:>=0")(UNKNOWN)
    assert not parse_row_filter("stalls:<9")(UNKNOWN)
    assert parse_row_filter("-stalls:>3")(UNKNOWN)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_column_is_compared_however_its_letters_are_put_together(form: Literal["NFC", "NFD"]) -> None:
    assert parse_row_filter(f"title:{unicodedata.normalize(form, '뉴스')}")(ROW)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("stalls:many", "“stalls:many” has no number; stalls:>3 has"),
        ("start:>", "“start:>” has no number; start:>3 has"),
        ("host:", "“host:” has nothing to find; host:word has"),
        ("text:", "“text:” has nothing to find; text:E0003 has"),
    ],
)
def test_words_that_mean_nothing_say_so(words: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_row_filter(words)
    assert str(caught.value) == says


def test_what_a_word_could_become_is_offered() -> None:
    rows = [ROW, ROW, UNKNOWN]
    assert offered("sk de", rows) == "device:"
    assert offered("device:", rows) == "device:pc 2 · device:mobile 1"
    assert offered("-device:mo", rows) == "device:mobile 1"
    assert offered("isp:", rows) == 'isp:"sk broadband" 2'
    assert offered("nation:k", [UNKNOWN]) == "none of these tells its nation"
    assert offered("stalls:", rows) == "stalls:>3 · stalls:<=10"
    assert offered("", rows) == offered("12:52", rows) == offered("https://a", rows) == ""
    assert offered("sk bogus:1", rows) == "“bogus:” names nothing here, it is looked for as text"


pieces = st.sampled_from(("edge", "fail", "x", "재생", "a b", "e0003", "12:5", "-", "9"))
a_word = st.tuples(st.booleans(), pieces).map(lambda pair: ("-" if pair[0] else "") + quoted(pair[1]))
some_words = st.lists(st.lists(a_word, min_size=1, max_size=3).map(",".join), max_size=3).map(" ".join)
texts = st.lists(st.sampled_from(("edge", "Edge2", "failed", "재생", "A B", "E0003", "12:52", "y")), max_size=4)


@given(some_words, texts.map(" ".join))
def test_the_same_words_mean_the_same_in_a_list_and_in_a_timeline(words: str, text: str) -> None:
    log = log_of([{"logDateUnix": str(T0), "actionType": "", "errorMessage": text}])
    looked = SearchTexts(log, KST)
    looked.__dict__["words"] = looked.__dict__["everything"] = [folded(text)]
    row = SessionRow("", None, False, "", "", "", None, None, None, Summary())
    row.__dict__["search"] = folded(text)
    assert parse_row_filter(words)(row) == (parse_filter(words).rows(log, looked) == [0]), words


@given(
    st.text(max_size=12)
    | st.lists(st.sampled_from(("stalls:", ">", "3", "-", ",", '"', " ", "host:", "%")), max_size=6).map("".join)
)
def test_any_words_mean_something_or_say_what_is_wrong(words: str) -> None:
    try:
        parse_row_filter(words)(ROW)
    except ValueError as fault:
        assert str(fault).startswith("“")
    offered(words, [ROW])
