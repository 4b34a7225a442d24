"""The reports for people: one screen of text, Markdown that reads anywhere."""

import json
import re

import pytest
from markdown_it import MarkdownIt

from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import long_uuid, simulate
from vpe_tui.qoe.declarations import METRIC_OF
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.report.markdown import WIDTH, as_markdown, inline
from vpe_tui.report.parts import KEY_NUMBERS
from vpe_tui.report.text import as_text
from vpe_tui.session.model import Session, Source
from vpe_tui.session.parse import parse_session
from vpe_tui.text.cells import width_of
from vpe_tui.text.times import KST

FETCHED = Source("api", 1_759_999_000_000)
HOSTILE = "[/] <b>x</b> **b** _i_ `c` ``` | a | @team #1 https://evil.example/ ![i](j) ~~s~~ \x1b[2J‮ 한국어"


KINDS = [kind for kind in Kind if kind is not Kind.LONG]


def session_of(uuid: str) -> Session:
    body = session_body(uuid)
    assert body is not None
    return parse_session(body, uuid)


def of_kind(kind: Kind) -> Session:
    simulated = simulate(kind, 0)
    return parse_session(simulated.body, simulated.uuid)


def text(session: Session, width: int = 80) -> str:
    return as_text(session, FETCHED, diagnose(session, FETCHED.fetched_ms), FETCHED.fetched_ms + 4000, KST, width=width)


def markdown(session: Session) -> str:
    return as_markdown(session, FETCHED, diagnose(session, FETCHED.fetched_ms), KST)


def hostile() -> Session:
    row = {"actionType": "error", "logDateUnix": "1759895520830", "errorCode": HOSTILE, "errorMessage": HOSTILE}
    row |= {"quality": HOSTILE}
    result = {
        "sessionLog": [{**row, "actionType": "startup"}, row],
        "media": [{"title": HOSTILE, "url": HOSTILE, HOSTILE: HOSTILE}] * 3,
        "user": {"os": HOSTILE, "visitedPage": HOSTILE, "more": [HOSTILE], "```": " "},
    }
    return parse_session(json.dumps({"code": 200, "result": result}).encode(), DOCUMENTED_UUID)


def test_the_documented_example_as_text() -> None:
    assert text(session_of(DOCUMENTED_UUID)) == (
        "NAVER Cloud introduction video\n"
        "d0c5e551-2025-4008-8252-000830082000 · VOD · fetched 4 s ago\n"
        "\n"
        "Stopped early at 0 % — left during a pause, stall, seek or change of quality\n"
        "that the log never closed [too little to say]\n"
        "\n" + "◆" * 28 + "▶" * 52 + "\n"
        "2025-10-08 12:52:00 KST                                  +1.260, a cell is 16 ms\n"
        "◆ startup, ▶ playing\n"
        "\n"
        "Video startup time    0.413 s  good  Total start time          0.421 s\n"
        "Rebuffering ratio      0.00 %  good  Playing time            ≥ 0.834 s\n"
        "Rebuffers per hour      0.0/h  good  Content watched, share   ≥ 0.92 %\n"
        "Longest rebuffering         –        Furthest point, share    ≥ 0.00 %\n"
        "Longest seek latency        –        Seek count                    ≥ 0\n"
        "Errors                      0  good  Mean height              1,080 px\n"
        "Rebuffer count            ≥ 0        Coverage                 100.00 %\n"
        "Quality  1080p 834 ms\n"
        "\n"
        "Findings: 1 note\n"
        "  note        +0:00  The last row is a playing cut short after 0.834 s: a pause,\n"
        "                     stall, seek or change of quality began then, and the log\n"
        "                     never closed it [end not in the log]\n"
        "\n"
        "Windows / 10 · Edge / 141.0.0.0 · PC · 1680x1050 · ko\n"
        "SK Broadband Co Ltd · Korea, Republic of · Yeoksam 2-dong, Gangnam-gu, Seoul · …\n"
        "vpe-guide-website · latest · VPE · /demo/scrollFloating\n"
        "NAVER Cloud introduction video · VOD · hls · 1 m 31 s · https://*********.naver…\n"
        "\n"
        "3 events: --csv and --ndjson list them; vpe-tui\n"
        "d0c5e551-2025-4008-8252-000830082000 walks them\n"
    )


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("entry", catalogue()[::3], ids=lambda entry: f"{entry.kind}-{entry.seed}")
def test_text_keeps_to_its_width_and_one_screen(entry, width: int) -> None:
    lines = text(session_of(entry.uuid), width).splitlines()
    assert max(map(width_of, lines)) <= width
    assert width < 80 or len(lines) <= 50


@pytest.mark.parametrize("width", [1, 2, 9, 17, 23, 31])
def test_no_terminal_is_too_narrow_to_be_told_something(width: int) -> None:
    for session in (hostile(), of_kind(Kind.FATAL_ERROR), of_kind(Kind.NEVER_STARTED)):
        assert "Error" in text(session, width)


def test_colour_is_nothing_but_colour() -> None:
    session = of_kind(Kind.FATAL_ERROR)
    diagnosis = diagnose(session, FETCHED.fetched_ms)
    painted = as_text(
        session, FETCHED, diagnosis, FETCHED.fetched_ms + 4000, KST, paint=lambda text, role: f"<{role}>{text}</>"
    )
    assert "<poor>Playback failure" in painted
    assert "<poor>▒" in painted
    assert re.sub(r"<[a-z/]*>", "", painted) == text(session)


@pytest.mark.parametrize("entry", catalogue()[::2], ids=lambda entry: f"{entry.kind}-{entry.seed}")
def test_markdown_has_verdict_numbers_findings_and_how_to_see_it_again(entry) -> None:
    session = session_of(entry.uuid)
    diagnosis, told = diagnose(session, FETCHED.fetched_ms), markdown(session)
    assert told.startswith(f"## {inline(diagnosis.verdict.text)}\n")
    assert all(METRIC_OF[key].term in told for key in KEY_NUMBERS)
    unbroken = "".join(told.split())
    assert all("".join(f"[{found.name}]".split()) in unbroken for found in diagnosis.findings[:20])
    assert f"vpe-tui {session.uuid}" in told.partition("### See it again")[2]


@pytest.mark.parametrize(
    "session",
    [
        hostile(),
        of_kind(Kind.ODD_TYPES),
        of_kind(Kind.LIVE_DAY),
        parse_session(simulate(Kind.LONG, 0, events=20_000).body, long_uuid(20_000)),
    ],
    ids=["hostile", "odd", "live-day", "long"],
)
def test_markdown_is_small_and_holds_no_markup_of_others(session: Session) -> None:
    told = markdown(session)
    assert len(told) < 32_767, "a Jira comment holds no more"
    fences = re.findall(r"^ *```\w*$", told, re.MULTILINE)
    assert fences == ["```"] * 2 * (told.count("\n### "))
    outside = re.sub(r"^```\n.*?^```$|`[^`\n]*`", "", told, flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"[<>\[\]*_@|!~\x1b\u202e]|https?:", outside), "markup of others"
    assert all(width_of(line) <= 2 * WIDTH for line in told.splitlines() if "·" not in line)


@pytest.mark.parametrize("session", [hostile(), *map(of_kind, KINDS)], ids=["hostile", *KINDS])
def test_markdown_is_headings_paragraphs_and_fences_to_a_parser(session: Session) -> None:
    """As GitHub reads it: no HTML, no link, no picture, no emphasis, no table; and nothing is lost in a fence."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(markdown(session))
    inside = {child.type for token in tokens for child in token.children or ()}
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {"heading", "paragraph", "inline", "fence"}
    assert inside <= {"text", "code_inline"}
    assert [token.tag for token in tokens if token.type == "heading_open"][:2] == ["h2", "h3"]


def test_markdown_shows_the_rows_around_a_problem() -> None:
    rows = markdown(of_kind(Kind.FATAL_ERROR)).partition("### Rows around the problems")[2].partition("###")[0]
    assert re.search(r"^ +…$", rows, re.MULTILINE)
    assert re.search(r"^> +\d+ .* error .* E0003 network error", rows, re.MULTILINE)


@pytest.mark.parametrize("safe", ["Completed", "E0003 network error at 12:43 — 9.0 %, 영상"])
def test_plain_words_stay_plain(safe: str) -> None:
    assert inline(safe) == safe


@pytest.mark.parametrize(
    "odd", ["a*b*", "x_y_z", "<b>", "@me", "#12", "see www.x.example", "a`b", "[x](y)", "http://x"]
)
def test_what_could_be_markup_is_code(odd: str) -> None:
    assert inline(odd) == f"`{odd.replace('`', 'ʼ')}`"
