"""The library: what the program knows of sessions, for notebooks and scripts. `vpe_tui` gives its names.

Every call is synchronous, also inside a running event loop, and raises the faults of `vpe_tui.errors`. Settings are
those of the program (environment, config.toml); keywords go before them, by the names of `Settings`.
"""

import json
import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from vpe_tui.api.list_filter import since as since_ms
from vpe_tui.api.list_query import Device, RecentQuery, VideoType
from vpe_tui.errors import Fault, UsageFault
from vpe_tui.fleet.compare.align import ALIGNED_AT, Align
from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.fleet.compare.compare import compare as compared
from vpe_tui.fleet.row import DisplayContext, of_listed
from vpe_tui.fleet.triage.sessions import read_session
from vpe_tui.fleet.triage.triage import Triage
from vpe_tui.playback.model import Span
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.qoe.verdict import Verdict
from vpe_tui.report.compare.json import as_json
from vpe_tui.report.json import printed
from vpe_tui.report.listed import as_object
from vpe_tui.report.rows import flat_rows
from vpe_tui.service.lookup import LoadedSession, Lookup, now_ms
from vpe_tui.service.pool import Pool, Wish
from vpe_tui.service.reported import reported
from vpe_tui.service.triaging import of_read
from vpe_tui.service.window import Walk
from vpe_tui.service.worker import SessionWorker
from vpe_tui.session.events import EventLog
from vpe_tui.session.model import Session, Source
from vpe_tui.session.parse import parse_session
from vpe_tui.session.printed import answer_in
from vpe_tui.session.records import Listed
from vpe_tui.settings.sources import Loaded, Settings, load
from vpe_tui.text.times import KST


class Report:
    """A session with what it means."""

    def __init__(self, found: LoadedSession, settings: Settings) -> None:
        self._reported = reported(found, settings, redact=False)

    @property
    def session(self) -> Session:
        """What was written: user, player, media, events, errors."""
        return self._reported.session

    @property
    def events(self) -> EventLog:
        """The rows of the log, as columns and one by one."""
        return self._reported.session.events

    @property
    def spans(self) -> Sequence[Span]:
        """What happened: states from the first moment to the last, without a gap."""
        return self.diagnosis.playback.spans

    @property
    def metrics(self) -> Metrics:
        """The numbers; one that cannot be known is None."""
        return self.diagnosis.metrics

    @property
    def verdict(self) -> Verdict:
        """What became of it."""
        return self.diagnosis.verdict

    @property
    def findings(self) -> Sequence[Finding]:
        """What the log says beyond its numbers, the worst first."""
        return self.diagnosis.findings

    @property
    def diagnosis(self) -> Diagnosis:
        """All that is concluded of it, and what that rests on."""
        return self._reported.diagnosis

    @cached_property
    def for_triage(self) -> Any:  # noqa: ANN401 - the engine's own
        """What `triage` takes of it."""
        return read_session(self.session, self.diagnosis)

    def as_dict(self) -> dict[str, Any]:
        """The object that `show --json` prints."""
        told = self._reported
        found: dict[str, Any] = json.loads("".join(printed(told.session, told.source, told.diagnosis, now_ms())))
        return found

    def rows(self) -> list[dict[str, Any]]:
        """A flat dict an event, with the columns of `show --csv`: `pandas.DataFrame(report.rows())`."""
        return list(flat_rows(self.diagnosis.playback))

    def __repr__(self) -> str:
        return f"<{self.session.uuid}: {self.verdict.text}>"


class Compared:
    """Two sessions side by side."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        """All of it, as objects: fields, numbers, pairs of rows."""

    @property
    def says(self) -> str:
        """Where what happened begins to differ, in a sentence."""
        return self.comparison.says

    @property
    def aligned(self) -> str:
        """At which moment both clocks say 0, and why there."""
        return self.comparison.aligned

    def as_dict(self) -> dict[str, Any]:
        """The object that `compare --json` prints."""
        return as_json(self.comparison)

    def rows(self) -> list[dict[str, Any]]:
        """A dict a row of that object: when, what A did, what B did, whether that is alike."""
        rows: list[dict[str, Any]] = self.as_dict()["rows"]
        return rows

    def __repr__(self) -> str:
        return f"<{self.says}>"


def fetch(uuid: str, **settings: object) -> Report:
    """The session of a UUID or console URL, from the API or, while it is fresh, from what is kept."""
    setup = _loaded(settings)
    with _worker(setup) as worker:
        (answer,) = Pool(worker, 1, Wish()).in_order([uuid])
    if isinstance(answer.found, Fault):
        raise answer.found
    return Report(answer.found, setup.settings)


def read(saved: str | Path | bytes, **settings: object) -> Report:
    """A saved answer: a file by its path, or its bytes."""
    setup = _loaded(settings)
    if isinstance(saved, bytes):
        answer = answer_in(saved, "bytes")
        source = Source("file", answer.fetched_ms or now_ms())
        return Report(LoadedSession(parse_session(answer.body, answer.uuid), source, answer.body), setup.settings)
    with _worker(setup) as worker:
        return Report(worker.submit(worker.lookup.saved(str(saved))).result(), setup.settings)


def recent(
    since: str = "",
    *,
    all: bool = False,
    device: Device = "PC,Mobile",
    video_type: VideoType = "VOD,LIVE",
    **settings: object,
) -> list[dict[str, Any]]:
    """The sessions that the API lists (of the last `1h`, `30m`, `7d`), as `list --json` prints them.

    It lists 100 at most; `all` walks back to the beginning of the window.
    """
    with _worker(_loaded(settings)) as worker:
        return [
            as_object(of_listed(row, None, DisplayContext(now_ms(), KST)), dict(row.raw))
            for row in _listed(
                worker, RecentQuery(device, video_type, since_ms(since, now_ms()) if since else None), is_all=all
            )
        ]


def _listed(worker: SessionWorker, query: RecentQuery, *, is_all: bool) -> Sequence[Listed]:
    async def ask(query: RecentQuery) -> Sequence[Listed]:
        return (await worker.lookup.recent(lambda _: query)).rows

    return worker.submit(Walk(ask).through(query)).result().rows if is_all else worker.submit(ask(query)).result()


def triage(reports: Iterable[Report]) -> Triage:
    """What the bad ones of some sessions share, and since when: `.causes.found`, `.loud`, `.since`, `.numbers`."""
    return of_read([each.for_triage for each in reports], now_ms(), Settings()).triage


def compare(a: Report, b: Report, align: Align | None = None) -> Compared:
    """Two sessions side by side, aligned as told (`picture`, `start`, `playhead`, `clock`), else as suits them best."""
    if align is not None and align not in ALIGNED_AT:
        raise UsageFault(
            "two sessions cannot be aligned so", f"“{align}” is none of {', '.join(ALIGNED_AT)}", "take one"
        )
    return Compared(compared(a.diagnosis, b.diagnosis, align))


def _loaded(settings: dict[str, object]) -> Loaded:
    return load(settings, os.environ)


def _worker(setup: Loaded) -> SessionWorker:
    return SessionWorker(Lookup(setup.settings, setup.directory))
