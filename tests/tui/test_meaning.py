"""What a session means, on screen: the verdict, the numbers with their bands, the findings, each explained."""

from pathlib import Path

import pytest

from tests.drive import Explorer, explorer, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.session.parse import parse_session
from vpe_tui.tui.timeline.strip_view import StripView

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid
"""16 rows in 7:10: stalls in rows 8, 10, 12 and 14, the error is row 15."""


async def understood(ui: Explorer) -> None:
    await ui.settled()
    await ui.until(lambda: ui.app.screen.view.diagnosis is not None, "the diagnosis")


def gutter(ui: Explorer) -> dict[str, str]:
    """What stands before the rows of the timeline, by their time."""
    rows = [line for line in ui.lines if line.startswith("│") and "16:5" in line and "User" not in line]
    return {line.split()[1 if line[1] == " " else 0 if line[1] == "+" else 1]: line[1] for line in rows}


async def test_the_verdict_stands_above_all_in_one_line(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        line = ui.lines[2]
        assert line.startswith(" ✗ Playback failure — E0003 network error at +7:10 after 4 stalls (38.8 s, rebuf")
        assert line.endswith("poor")
        assert ui.app.screen.query_one("#verdict").has_class("-failed", "-poor")


async def test_the_documented_example_is_read_right(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(160, 50), uuid=DOCUMENTED_UUID) as ui:
        await understood(ui)
        line = ui.lines[2]
        assert "Stopped early at 0 % — left during a pause, stall, seek or change of quality" in line
        assert line.endswith("too little to say") and line.strip()[0] not in "✓!✗"
        for said in ("Total 0.421 s", "Ratio 0.00 % good", "Played 1080p 0.834 s", "· end not in the log"):
            assert said in " ".join(ui.text.split()), said


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: f"{entry.kind or 'documented'}-{entry.seed}")
async def test_every_kind_of_session_shows_its_verdict(server: DemoServer, tmp_path: Path, entry) -> None:
    async with explorer(server, tmp_path, uuid=entry.uuid) as ui:
        await understood(ui)
        diagnosis = ui.app.screen.view.diagnosis
        assert diagnosis.verdict.text[:90] in ui.lines[2]
        count = f"4 Findings ({len(diagnosis.findings)})" if diagnosis.findings else "4 Findings ─"
        assert count in ui.text


async def test_a_finding_points_at_its_rows_and_enter_goes_there(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("4")
        await ui.sees("E0003 network error · A network error occurred")
        await ui.press("down")
        await ui.sees("The longest stall took 20.291 s, at +6:50")
        assert [time for time, mark in gutter(ui).items() if mark == "▌"] == ["+5:37.717", "+6:38.597", "+6:50.197"]
        marks = "".join(segment.text for segment in ui.app.screen.query_one(StripView).render_line(1))
        assert "▌▌▌▌" in marks
        await ui.press("enter")
        await ui.sees("row 14 ·")
        assert ui.app.focused is not None and ui.app.focused.id == "timeline"
        await ui.press("escape")
        assert "▌" not in ui.text and "row 14 ·" in ui.text
        await ui.press("less_than_sign")
        await ui.sees("row 0 ·")


async def test_a_number_is_explained_with_its_formula_and_its_rows(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("2", *["down"] * 8)
        await ui.sees("Rebuffering ratio: 9.04 %, poor · x explains it")
        await ui.press("x")
        for said in (
            "Rebuffering ratio: 9.04 %", "R / (R + P)", "9.04 % = 38.8 s / 428.8 s", "poor: good up to 1.00 %",
            "CTA-2066", "13 rows: 2, 3, 4",
        ):  # fmt: skip
            await ui.sees(said)
        await ui.press("f")
        await ui.sees("row 2 · 13 of 16 · filter metric:rebuffering_ratio")
        await ui.press("F")
        await ui.sees("16 events")


async def test_x_explains_a_row_with_what_it_shows_and_X_the_verdict(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("end", "x")
        await ui.sees("“error”, row 15")
        await ui.sees("E0003 network error · A network error occurred")
        await ui.press("f")
        await ui.sees("row 15 · 1 of 16 · filter finding:player-error")
        await ui.press("F", "home", "x")
        await ui.sees("“player_start”, row 0")
        await ui.press("escape", "X")
        await ui.sees("it started, then an error after which nothing played")
        await ui.sees("how often and how long it stalled")
        await ui.press("enter")
        await ui.sees("row 15 ·")
        await ui.press("4", "end", "x")
        await ui.sees("nothing to explain here; X explains the verdict")


async def test_a_link_names_the_finding_or_the_number(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED, words="metric:rebuffer_count") as ui:
        await ui.sees("4 of 16 · filter metric:rebuffer_count")
        await ui.press("r")
        await understood(ui)
        await ui.sees("4 of 16 · filter metric:rebuffer_count")
        assert ui.app.screen.texts.link().endswith("--filter metric:rebuffer_count")


async def test_every_number_and_every_finding_can_be_explained(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        seen = set()
        for pane, lines in (("2", 40), ("3", 24), ("4", 12)):
            await ui.press(pane, "home")
            for _ in range(lines):
                explained = ui.app.focused.explained
                seen |= {explained.heading.partition(":")[0]} if explained else set()
                await ui.press("down")
        findings: tuple[Finding, ...] = ui.app.screen.view.diagnosis.findings
        assert seen >= {metric.term for metric in METRICS} | {finding.name for finding in findings}


async def test_a_session_opens_at_its_first_problem(server: DemoServer, tmp_path: Path) -> None:
    settings = settings_for(server.base_url, open_at_problem=True)
    async with explorer(server, tmp_path, uuid=FAILED, settings=settings) as ui:
        await ui.sees("row 8 ·")
        assert [time for time, mark in gutter(ui).items() if mark in "✗!"] == [
            "+5:37.717", "+6:31.123", "+6:50.197", "+7:10.488",
        ]  # fmt: skip
    async with explorer(server, tmp_path, uuid=FAILED, at=2, settings=settings) as ui:
        await understood(ui)
        assert "rows 2 to 7 ·" in ui.text
    clean = simulate(Kind.CLEAN_VOD, 1)
    read = parse_session(clean.body, clean.uuid)
    assert diagnose(read, read.events.end_ms[-1]).problems == []
    async with explorer(server, tmp_path, uuid=clean.uuid, settings=settings) as ui:
        await understood(ui)
        assert "row 0 ·" in ui.text and "Nothing is odd" in ui.text


async def test_a_refresh_that_brings_the_same_again_keeps_what_is_known(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("r")
        await understood(ui)
        await ui.sees("✗ Playback failure")
        await ui.press("e")
        await ui.sees("row 15 ·")


async def test_bands_can_be_set(server: DemoServer, tmp_path: Path) -> None:
    from vpe_tui.settings.values import bands

    lenient = bands({"rebuffering_ratio": [0.5, 0.6], "rebuffer_longest_s": [60, 90], "rebuffer_count": [9, 9]})
    async with explorer(server, tmp_path, uuid=FAILED, settings=settings_for(server.base_url, bands=lenient)) as ui:
        await understood(ui)
        await ui.press("2", *["down"] * 8)
        await ui.sees("Rebuffering ratio: 9.04 %, good")
        await ui.press("x")
        await ui.sees("cut-offs of your own")


async def test_a_row_is_at_most_four_runs_of_style_and_what_is_said_of_it(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        timeline, flags = ui.app.screen.view.timeline, ui.app.screen.view.diagnosis.flags
        for index in range(timeline.count):
            runs = timeline.runs(index, timeline.size.width)
            assert len([style for text, style in runs if text.strip()]) <= 4 + (index in flags)
