"""Rows of the sessions screen: what a column says, what sorts, what finds."""

import unicodedata
from typing import Any, Literal

import pytest

from vpe_tui.fleet.query import parse_row_filter
from vpe_tui.fleet.row import COLUMN_OF, COLUMNS, DisplayContext, SessionRow, of_kept, of_listed, sort_rows
from vpe_tui.fleet.summary import KeptEntry, Summary
from vpe_tui.playback.model import READING
from vpe_tui.session.records import Listed
from vpe_tui.text.times import KST
from vpe_tui.tui.sessions.layout import columns_of
from vpe_tui.tui.sessions.lists import KeptList, RecentList
from vpe_tui.tui.widgets.table import columns_for

NOW_MS = 1_759_999_999_000
CONTEXT = DisplayContext(NOW_MS, KST)
SUMMARY = Summary(
    reading=READING,
    title="뉴스",
    isp="SK Broadband Co Ltd",
    browser="Edge / 141.0.0.0",
    os="Windows / 10",
    device="PC",
    verdict="playback-failure",
    verdict_text="Playback failure — E0003 network error at 12:43",
    band="poor",
    error_code="E0003",
    began_ms=NOW_MS - 86_400_000,
    rebuffering_s=48.2,
    search="sk broadband co ltd edge / 141.0.0.0 e0003 network error korea",
)
ENTRY = KeptEntry("aaaa", NOW_MS - 120_000, False, 1000, SUMMARY)


def listed(**more: Any) -> Listed:
    return Listed(
        {"uuid": "aaaa", "logDate": "2025-10-08 17:53:19", "device": "PC", "os": "Windows / 10", "isError": True} | more
    )


def cells(row: SessionRow) -> dict[str, str]:
    return {column.name: column.cell(row, CONTEXT) for column in COLUMNS}


def test_a_row_of_the_list_alone() -> None:
    said = cells(of_listed(listed(totalStartTime=1.5, origin="example.com"), None, CONTEXT))
    assert (said["when"], said["verdict"], said["device"], said["OS"]) == (
        "10-08 17:53:19",
        "✗ error",
        "PC",
        "Windows 10",
    )
    assert (said["start"], said["rebuffering"], said["origin"]) == ("1.5 s", "–", "example.com")
    assert (said["title"], said["ISP"], said["fetched"], said[""]) == ("", "", "", "")


def test_one_that_was_looked_at_is_known_better() -> None:
    said = cells(of_listed(listed(), ENTRY._replace(starred=True), CONTEXT))
    assert (said["verdict"], said["title"], said["ISP"]) == ("✗ failed E0003", "뉴스", "SK Broadband Co Ltd")
    assert (said["browser"], said["fetched"], said[""], said["band"]) == ("Edge 141", "2 min ago", "★", "poor")


def test_a_kept_one_knows_its_origin_where_it_is_listed_too() -> None:
    assert cells(of_kept(ENTRY, None, CONTEXT))["origin"] == ""
    assert cells(of_kept(ENTRY, listed(origin="example.com"), CONTEXT))["origin"] == "example.com"


def test_another_year_is_told() -> None:
    row = of_listed(listed(logDate="2024-10-08 17:53:19"), None, CONTEXT)
    assert cells(row)["when"] == "24-10-08 17:53"


@pytest.mark.parametrize("start_s, said", [(1.5, "1.5 s"), (None, "9.0 s")])
def test_both_lists_tell_one_session_alike(start_s: float | None, said: str) -> None:
    entry, api = ENTRY._replace(summary=SUMMARY._replace(start_s=start_s)), listed(totalStartTime=9)
    shown = [cells(of_listed(api, entry, CONTEXT)), cells(of_kept(entry, api, CONTEXT))]
    assert [(each["start"], each["when"]) for each in shown] == [(said, "10-08 17:53:19")] * 2


def test_kept_tells_device_and_os_where_there_is_room() -> None:
    columns = columns_of(*KeptList.LAYOUT)
    at = {width: [column.name for column in columns_for(columns, width)] for width in (79, 159)}
    assert {"fetched", "when", "verdict", "title"} <= set(at[79])
    assert {"device", "OS"} <= set(at[159])


@pytest.mark.parametrize(
    "words",
    ["sk broadband edge e0003", "korea", "aaaa", "10-08 17:53", "failed poor", "windows 10", "windows /", "edge 141"],
)
def test_it_is_found_by_any_words_of_any_column_or_field(words: str) -> None:
    for row in (of_listed(listed(), ENTRY, CONTEXT), of_kept(ENTRY, None, CONTEXT)):
        assert parse_row_filter(words)(row), words
        assert not parse_row_filter(f"{words} nowhere")(row)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_it_is_found_however_its_letters_are_put_together(form: Literal["NFC", "NFD"]) -> None:
    """Also one that was kept before that was so: its search text is as it was written then."""
    title = unicodedata.normalize(form, "한국어 강의 Crème")
    summary = SUMMARY._replace(title=title, search=title.casefold())
    for row in (
        of_listed(listed(), ENTRY._replace(summary=summary), CONTEXT),
        of_listed(listed(origin=title), None, CONTEXT),
    ):
        for asked in (unicodedata.normalize("NFC", "강의 CRÈME"), unicodedata.normalize("NFD", "강의 CRÈME")):
            assert parse_row_filter(asked)(row)


def test_every_column_says_something_and_sorts() -> None:
    """And is known by one name, in small letters, without a space: in a filter, in the settings."""
    assert len(COLUMN_OF) == len(COLUMNS)
    for table in (RecentList, KeptList):
        assert {name.lower() for name in (*table.LAYOUT.importance, table.FIRST_BY)} <= COLUMN_OF.keys()
        assert {"", *table.LAYOUT.order} == set(table.LAYOUT.importance), "each has its place, and its turn to give way"
    assert all(column.says and " " not in column.name for column in COLUMNS)


@pytest.mark.parametrize("column", COLUMN_OF)
@pytest.mark.parametrize("descending", [True, False])
def test_any_column_sorts_and_the_unknown_comes_last(column: str, descending: bool) -> None:
    rows = [
        of_listed(Listed({"uuid": "none"}), None, CONTEXT),
        of_kept(ENTRY, listed(origin="a", totalStartTime=1, playingTime=2), CONTEXT),
        of_listed(listed(uuid="b", origin="b", totalStartTime=3, playingTime=4), None, CONTEXT, is_new=True),
    ]
    in_order = sort_rows(rows, column, descending=descending)
    keys = [COLUMN_OF[column].value(row) for row in in_order]
    known = [key for key in keys if key is not None]
    assert keys[: len(known)] == known
    assert known == sorted(known, reverse=descending)  # type: ignore[type-var]


def test_hostile_rows_are_rows_too() -> None:
    row = of_listed(
        Listed({"uuid": None, "logDate": [], "device": {}, "totalStartTime": "x", "isError": "?"}), None, CONTEXT
    )
    assert (row.uuid, row.when_ms, row.start_s, row.is_error) == ("", None, None, False)
    assert cells(row)["when"] == "–"
