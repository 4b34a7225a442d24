"""Attributes: the same of a session, of the list's row and of a flat line; what says nothing is none."""

import pytest

from tests.real.truth import LOGS
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.fleet.triage.facets import FACETS, attributes
from vpe_tui.fleet.triage.sessions import as_listed, listed_session, read_session, session_of_line
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.report.flat import flat
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.session.records import Listed

FETCHED_MS = 1_790_000_000_000


def bodies() -> list[bytes]:
    real = [path.read_bytes() for path in sorted(LOGS.glob("*.json")) if "truth" not in path.name]
    return [*real, *(session_body(entry.uuid) or b"" for entry in catalogue())]


def test_a_flat_line_tells_the_same_as_its_session() -> None:
    for body in bodies():
        session = parse_session(body, DOCUMENTED_UUID)
        diagnosis = diagnose(session, FETCHED_MS)
        whole = read_session(session, diagnosis)
        line = session_of_line(flat(session, Source("file", 0), diagnosis), whole.began_ms)
        assert line._replace(lived_s=0.0, metrics={}) == whole._replace(lived_s=0.0, metrics={})
        assert line.metrics == pytest.approx(whole.metrics)


def test_the_documented_example() -> None:
    session = parse_session(session_body(DOCUMENTED_UUID) or b"", DOCUMENTED_UUID)
    found = read_session(session, diagnose(session, FETCHED_MS), "www.example.com").attributes
    assert list(found) == [facet.path for facet in FACETS if facet.path in found]
    assert found["user.os_family"] == "Windows" and found["user.os"] == "Windows / 10"
    assert found["user.nation"] == "Korea"
    assert found["origin"] == "www.example.com"
    assert found["user.region"] == "Seoul"


@pytest.mark.parametrize(
    ("column", "sent", "path", "value"),
    [
        ("os", "ios", "user.os_family", "iOS"),
        ("os", "iOS / 18.6.2", "user.os_family", "iOS"),
        ("os", "ios", "user.os", "iOS"),
        ("os", "Unknown / 10", "user.os", None),
        ("browser", "Mobile Safari / 18.6", "user.browser_family", "Mobile Safari"),
        ("nation", "KR", "user.nation", "Korea"),
        ("nation", "Korea, Republic of", "user.nation", "Korea"),
        ("nation", "Unknown", "user.nation", None),
        ("address", "U-dong, Haeundae-gu, Busan", "user.region", "Busan"),
        ("address", "Seoul Mapo-gu", "user.region", "Seoul"),
        ("address", "Unknown", "user.region", None),
        ("ip", "203.0.113.77", "user.network", "203.0.113.0/24"),
        ("ip", "2001:db8:1:2::3", "user.network", "2001:db8:1::/48"),
        ("ip", "::ffff:203.0.113.77", "user.network", "203.0.113.0/24"),
        ("ip", "***.***.***.***", "user.network", None),
        ("ip", "203.0.113.*", "user.network", None),
        ("ip", "none of it", "user.network", None),
        ("lang", "ko-KR", "user.lang", "ko"),
        ("lang", "EN_us", "user.lang", "en"),
        ("media_host", "CDN.Example.com:8443", "media.host", "cdn.example.com"),
        ("media_host", "*", "media.host", None),
        ("media_host", "***.example.com", "media.host", None),
        ("media_path", "/hls/****/v/index.m3u8", "media.folder", "/hls/v"),
        ("media_path", "/live/ch1/v/index.m3u8", "media.folder", "/live/ch1"),
        ("media_path", "/vod/20251008/drama/index.m3u8", "media.folder", "/vod/drama"),
        ("media_path", "", "media.folder", None),
        ("visitedPage", "https://a.example.com/vod/detail?id=1#x", "user.page", "/vod/detail"),
        ("visitedPage", "/lecture/14", "user.page", "/lecture"),
        ("visitedPage", "https://a.example.com/w/0d3c1a2b-0000-4000-8000-123456789abc/x", "user.page", "/w/x"),
        ("visitedPage", "com.example.app://appView/", "user.page", "/appView"),
        ("visitedPage", "https://[", "user.page", None),
        ("title", "  Untitle ", "media.title", None),
        ("title", "\u1100\u1161", "media.title", "가"),
        ("playerVersion", None, "player.playerVersion", None),
    ],
)
def test_values(column: str, sent: object, path: str, value: str | None) -> None:
    assert attributes({column: sent}).get(path) == value


@pytest.mark.parametrize(
    ("origin", "uuid", "is_app"),
    [
        ("com.example.app", "0d3c1a2b-0000-4000-8000-123456789abc", True),
        ("kr.co.example.player", "0d3c1a2b-0000-4000-8000-123456789abc", True),
        ("tv.example.co.kr", "0d3c1a2b-0000-4000-8000-123456789abc", False),
        ("www.example.com", "0d3c1a2b-0000-4000-8000-123456789abc", False),
        ("https://www.example.com", "0d3c1a2b-0000-4000-8000-123456789abc", False),
        ("localhost", "0d3c1a2b-0000-4000-8000-123456789abc", False),
        ("", "zz3c1a2b-0000-4000-8000-123456789abc", True),
    ],
)
def test_a_row_of_an_app(origin: str, uuid: str, is_app: bool) -> None:
    assert listed_session(Listed({"uuid": uuid, "origin": origin})).is_app is is_app


def test_a_row_of_the_list_has_the_facets_of_the_list() -> None:
    row = listed_session(
        Listed({"uuid": "u", "logDate": "2026-11-25 14:00:00", "os": "ios", "device": "Mobile", "playingTime": -3})
    )
    assert row.attributes == {"user.os_family": "iOS", "user.os": "iOS", "user.device": "Mobile"}
    assert (row.playing_s, row.seen_until_ms) == (0, row.began_ms)
    assert set(row.attributes) <= {facet.path for facet in FACETS if facet.is_listed}
    assert listed_session(Listed({})).seen_until_ms is None


@pytest.mark.parametrize("odd", [None, 17, 1.5, True, [], {"a": 1}, "", "\ud800", "a" * 20_000])
def test_odd_lines_are_read_all_the_same(odd: object) -> None:
    whole = dict.fromkeys(("uuid", "verdict", "band", "playing_s", "ip", *(facet.column for facet in FACETS)), odd)
    read = session_of_line(whole, None)
    assert read.viewer and not read.is_failure
    assert all(value == value.strip() for value in read.attributes.values())


def test_what_was_read_can_stand_for_a_row() -> None:
    session = parse_session(session_body(DOCUMENTED_UUID) or b"", DOCUMENTED_UUID)
    read = read_session(session, diagnose(session, FETCHED_MS))
    assert as_listed(read).attributes == read.attributes
