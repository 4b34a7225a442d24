"""Explanations: of rows, and the words by which a filter has the rows behind a number or a finding."""

import pytest

from tests.unit.test_findings_rules import BEAT, START, playing, stall, told
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.explain import explain_finding, explain_metric, explain_row, explain_verdict, named_rows
from vpe_tui.qoe.metric import Metric
from vpe_tui.session.query import parse_filter
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.times import KST

SESSION = told(*START, BEAT, stall(11), playing(9), stall(0.5), playing(20, after_s=70), playing(60))
DIAGNOSIS: Diagnosis = diagnose(SESSION, SESSION.events.end_ms[-1])


def shown(words: str) -> list[int]:
    looked = SearchTexts(SESSION.events, KST)
    looked.named = named_rows(SESSION, DIAGNOSIS)
    return parse_filter(words).rows(SESSION.events, looked)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_a_filter_has_the_rows_that_a_number_counts(metric: Metric) -> None:
    explained = explain_metric(metric, DIAGNOSIS)
    assert explained.filter == f"metric:{metric.key}"
    assert shown(explained.filter) == list(explained.rows)


def test_a_filter_has_the_rows_that_a_finding_shows() -> None:
    assert {"stall-long", "stall-cluster"} <= {finding.id for finding in DIAGNOSIS.findings}
    for finding in DIAGNOSIS.findings:
        assert shown(explain_finding(finding).filter) == sorted(finding.rows)
    assert shown("finding:loop") == []
    assert explain_verdict(DIAGNOSIS).filter == ""


def test_a_verdict_of_several_parts_has_the_rows_of_each() -> None:
    parts = {part.heading: list(part.rows) for part in explain_verdict(DIAGNOSIS).parts}
    assert parts["stalls"] == shown("metric:rebuffer_count") and len(parts["stalls"]) > 1
    assert parts["long stall"] == shown("finding:stall-long")
    assert all(
        rows == shown(part.filter)
        for part in explain_verdict(DIAGNOSIS).parts
        if (rows := list(part.rows)) and part.filter
    )


def test_a_row_says_what_it_is_and_what_it_shows() -> None:
    explained = explain_row(SESSION, DIAGNOSIS, 3)
    facts = dict(explained.facts)
    assert explained.heading == "“rebuffering”, row 3"
    assert (facts["means"], facts["took"]) == ("waiting for lack of data", "11.0 s")
    assert "The longest stall took 11 s" in facts["long stall"] and "stalls in a row" in facts
    assert "before it" not in facts
    assert (list(explained.rows), explained.filter) == ([3], "finding:stall-long")


def test_a_row_tells_the_silence_before_it_and_stands_for_itself_where_no_finding_is() -> None:
    assert dict(explain_row(SESSION, DIAGNOSIS, 6).facts)["before it"] == "1 m 10 s that no row tells of"
    plain = explain_row(SESSION, DIAGNOSIS, 1)
    assert (list(plain.rows), plain.filter) == ([1], "")
