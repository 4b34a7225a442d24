"""Windows of sessions, made: correlated attributes, a base rate of bad ones, and a cause if one is planted."""

from collections.abc import Callable
from random import Random

from vpe_tui.fleet.triage.sampling import seed_of
from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession
from vpe_tui.fleet.triage.table import JudgedSession, Table
from vpe_tui.fleet.triage.triage import Asked

FROM_MS = 1_790_000_000_000
HOUR_MS = 3_600_000

ATTRIBUTES = {
    "player.playerVersion": ("1.2.14", "1.2.9", "rn-0.1.27"),
    "media.host": ("edge1.example.com", "edge2.example.com"),
    "user.isp": ("Korea Telecom", "SK Broadband", "LG POWERCOMM", "Viettel Group"),
    "media.title": tuple(f"Episode {number}" for number in range(12)),
    "user.os_family": ("Windows", "iOS", "Android"),
    "user.device": ("PC", "Mobile"),
    "user.screen": ("1920x1080", "393x852", "1280x720"),
    "media.videoType": ("VOD", "LIVE"),
}
IS_LISTED = ("user.os_family", "user.device", "origin")

Planted = Callable[[dict[str, str]], bool]


def read(number: int, bad: str = "", **attributes: str) -> ReadSession:
    """A session that was read; `bad` is empty, `failed` (it did not start) or `poor`."""
    own = {path.replace("__", "."): value for path, value in attributes.items()}
    address = own.pop("address", f"203.0.{number // 250}.{number % 250}")
    return ReadSession(
        uuid=f"{number:08x}-0000-4000-8000-000000000000",
        began_ms=FROM_MS + number * 1_000,
        verdict="video-start-failure" if bad == "failed" else "completed",
        verdict_text="",
        band="poor" if bad else "good",
        error_code="E0003" if bad == "failed" else "",
        lived_s=0.0 if bad == "failed" else 60.0 + 37 * number % 3_000,
        metrics={"rebuffering_ratio": 0.2 if bad == "poor" else 0.0},
        attributes=own,
        address=address,
    )


def window(count: int, seed: int, base: float = 0.05, rate: float = 0.0, planted: Planted = lambda _: False):
    """Sessions that were read, in the order of time. Those of a planted cause are bad with its rate."""
    rng, sessions = Random(seed), []
    for number in range(count):
        own = {path: rng.choice(values) for path, values in ATTRIBUTES.items()}
        kind = rng.choice(("failed", "poor"))
        is_bad = rng.random() < (rate if planted(own) else base)
        made = read(number, kind if is_bad else "")
        sessions.append(
            made._replace(attributes=own, lived_s=0.0 if made.is_failure else rng.expovariate(1 / 900) + 60)
        )
    return sessions


def listed(session: ReadSession) -> ListedSession:
    """What the list tells of a session."""
    poor = session.band == "poor" and not session.is_failure
    known = {path: value for path, value in session.attributes.items() if path in IS_LISTED}
    waited_s = 30.0 if poor else 0.0
    return ListedSession(session.uuid, session.began_ms, session.is_failure, 0.4, waited_s, 100.0, False, known)


def table(sessions: list[ReadSession]) -> Table:
    return Table([JudgedSession(each, each.band == "poor") for each in sessions])


def asked(**changed: object) -> Asked:
    given = {"from_ms": FROM_MS, "to_ms": FROM_MS + HOUR_MS, "answered_ms": FROM_MS + 4 * HOUR_MS}
    return Asked(**(given | {"seed": seed_of(FROM_MS, FROM_MS + HOUR_MS, None, None)} | changed))
