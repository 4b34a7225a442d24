"""Doors to other systems: what the settings' own links and commands are filled in with."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.playback.reading import playback_of
from vpe_tui.report.doors import FIELDS, command, fields_of, link
from vpe_tui.session.parse import parse_session
from vpe_tui.settings.sources import WrongSettings, load

KNOWN = dict.fromkeys(FIELDS, "x") | {"host": "edge2.example.com", "path": "/vod/김치 1.m3u8"}


def test_the_fields_are_those_of_the_session() -> None:
    made = simulate(Kind.FATAL_ERROR, 1)
    session = parse_session(made.body, made.uuid)
    fields = fields_of(session, playback_of(session), "live")
    row = made.answer["result"]["sessionLog"][-1]
    assert tuple(fields) == FIELDS
    assert fields["uuid"] == made.uuid
    assert fields["profile"] == "live"
    assert fields["host"] == urlsplit(made.answer["result"]["media"][-1]["url"]).hostname
    assert fields["path"] == urlsplit(made.answer["result"]["media"][-1]["url"]).path
    assert fields["ip24"] == made.answer["result"]["user"]["ip"].rsplit(".", 1)[0] + ".0/24"
    assert row["logDateUnix"] == "1759737285231" and fields["to"] == "2025-10-06T07:54:45.231Z"


def test_a_session_that_tells_nothing_opens_no_door() -> None:
    session = parse_session(b'{"code": 200, "result": {"sessionLog": []}}', "u")
    fields = fields_of(session, playback_of(session), "")
    assert {name for name, value in fields.items() if value} == {"uuid"}
    assert link("https://kibana.example.com/?h={host}", fields) == ""
    assert command(("less", "/var/log/{host}.log"), fields) == ()


def test_in_a_link_values_are_quoted() -> None:
    filled = link("https://kibana.example.com/?q={host}%20{path}&to={to}", KNOWN)
    assert filled == "https://kibana.example.com/?q=edge2.example.com%20%2Fvod%2F%EA%B9%80%EC%B9%98%201.m3u8&to=x"


@given(st.text(min_size=1))
@example("--output=/etc/passwd")
def test_no_value_is_more_than_one_word_or_a_flag(value: str) -> None:
    words = command(("grep", "--", "{host}", "{path}", "f={path}"), KNOWN | {"host": value})
    assert words == () if value.startswith("-") else words[2] == value and len(words) == 5


def test_what_is_no_template_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[links]\na = "https://x/{uid}"\nb = 3\n[commands]\nc = []\nd = ["less", "{hots}"]\n')
    with pytest.raises(WrongSettings) as raised:
        load({}, {"VPE_CONFIG_DIR": str(tmp_path)})
    told = "\n".join(raised.value.lines)
    assert "links.a: there is no {uid}; there are uuid, host, path" in told
    assert "links.b: should be text" in told
    assert "commands.c: should be a command" in told
    assert "commands.d: there is no {hots}" in told
