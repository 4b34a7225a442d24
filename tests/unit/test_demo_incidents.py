"""The demo's worlds: what is planted is what a triage says, over the real list of 100 and real sockets."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.test_cli import Shell
from vpe_tui.cli.tree import INCIDENTS as NAMES
from vpe_tui.demo.incidents import INCIDENTS, World
from vpe_tui.demo.server import DemoServer, recent
from vpe_tui.text.times import DAY_MS, utc_iso

NOW_MS = 1_790_000_000_000
HOUR_MS = 3_600_000

PLANTED = {
    "isp": {"user.isp": "Korea Telecom"},
    "version-os": {"player.playerVersion": "1.2.14", "user.os_family": "iOS"},
    "host": {"media.host": "edge2.video.example.com"},
    "title": {"media.title": "Live Station in five minutes"},
}


def test_every_incident_has_its_name_on_the_command_line() -> None:
    assert tuple(INCIDENTS) == NAMES


def test_a_world_is_two_hours_and_the_same_of_yesterday_newest_first_and_always_the_same() -> None:
    world = World(INCIDENTS["isp"], NOW_MS)
    entries = list(world.entries(0, NOW_MS))
    began = [entry.started_ms for entry in entries]
    assert len(entries) == 2_400 == len({entry.uuid for entry in entries})
    assert all(later >= earlier for later, earlier in pairwise(began))
    assert began[1_199] >= NOW_MS - 2 * HOUR_MS and began[1_200] <= NOW_MS - DAY_MS
    again = World(INCIDENTS["isp"], NOW_MS)
    assert [entry.row for entry in again.entries(began[300], began[200])] == [entry.row for entry in entries[200:301]]


def test_the_list_gives_a_hundred_with_both_bounds() -> None:
    world = World(INCIDENTS["none"], NOW_MS)
    rows = recent({}, NOW_MS, world)
    assert len(rows) == 100
    assert [row["no"] for row in rows] == list(range(1, 101))


def test_nothing_is_told_before_it_happens_and_all_dialects_are_there() -> None:
    world = World(INCIDENTS["host"], NOW_MS)
    entries = list(world.entries(NOW_MS - HOUR_MS // 4, NOW_MS))
    sessions = [session for entry in entries if (session := world.session(entry.uuid))]
    assert {session.dialect for session in sessions} == {"web", "react-native", "android"}
    for session in sessions:
        for row in session.answer["result"]["sessionLog"]:
            assert not isinstance(row["logDateUnix"], int) or row["logDateUnix"] <= NOW_MS


def test_one_in_a_hundred_cannot_be_read() -> None:
    world = World(INCIDENTS["none"], NOW_MS)
    answers = [world.cannot_be_read(entry.uuid) for entry in world.entries(NOW_MS - 2 * HOUR_MS, NOW_MS)]
    assert {status: answers.count(status) for status in set(answers)} == {0: 1_176, 404: 12, 500: 12}


def test_who_is_no_session_of_it_is_none() -> None:
    world = World(INCIDENTS["none"], NOW_MS)
    for uuid in ("", "incident", "1ac1de47-zzzz-4000-8000-000000000001", "1ac1de47-0000-4000-8000-000000ffffff"):
        assert world.session(uuid) is None
        assert world.cannot_be_read(uuid) in (0, 404, 500)


def said(name: str, directory: Path) -> dict[str, object]:
    """What `vpe-tui triage` says of a world."""
    with DemoServer(now_ms=NOW_MS, world=World(INCIDENTS[name], NOW_MS)) as server:
        window = ("--from", utc_iso(NOW_MS - 2 * HOUR_MS), "--to", utc_iso(NOW_MS))
        told: dict[str, object] = json.loads(Shell(server.base_url, directory).run("triage", *window, "--json").stdout)
    return told


@pytest.mark.parametrize("name", [*PLANTED])
def test_what_is_planted_is_named_first_and_aloud(name: str, tmp_path: Path) -> None:
    told = said(name, tmp_path)
    head = told["shared"][0]  # type: ignore[index]
    assert (dict(zip(head["facets"], head["values"], strict=True)), head["loud"]) == (PLANTED[name], True)
    assert [each["loud"] for each in told["shared"]].count(True) == 1  # type: ignore[attr-defined, index]
    assert told["counts"]["listed"] == 1_200  # type: ignore[index]
    since, planted = told["since"], utc_iso(NOW_MS - 45 * 60_000)
    if name in ("isp", "host"):  # of the others too few are hit to tell
        assert since["from"] <= planted <= since["to"] and since["ongoing"]  # type: ignore[index]


def test_where_nothing_is_planted_nothing_is_loud(tmp_path: Path) -> None:
    told = said("none", tmp_path)
    assert not any(each["loud"] for each in told["shared"])  # type: ignore[attr-defined, index]


def test_the_plain_demo_has_one_too_and_begins_with_an_instructive_session(tmp_path: Path) -> None:
    shell = Shell("http://127.0.0.1:9", tmp_path)
    told = json.loads(shell.run("--demo", "triage", "--since", "2h", "--json").stdout)
    assert told["shared"][0]["values"] == ["edge2.video.example.com"] and told["shared"][0]["loud"]
    newest = json.loads(shell.run("--demo", "list", "--limit", "1", "--json").stdout)["sessions"][0]
    assert newest["uuid"] == "5fa31f95-2c67-7e0f-5a4f-d01b8ad6dcec"


def test_an_incident_without_the_demo_is_a_mistake(tmp_path: Path) -> None:
    done = Shell("http://127.0.0.1:9", tmp_path).run("list", "--incident", "isp")
    assert (done.returncode, "give --demo, too" in done.stderr) == (2, True)


def test_the_command_line_that_prints_it_has_the_incident(tmp_path: Path) -> None:
    done = Shell("http://127.0.0.1:9", tmp_path).run("--demo", "--incident", "none", "triage", "--since", "5m")
    assert done.stdout.splitlines()[-1].startswith("vpe-tui --demo --incident none triage --from ")
