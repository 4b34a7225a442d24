"""A demo API for the screens to talk to."""

from collections.abc import Iterator

import pytest

from vpe_tui.demo.catalogue import session_body
from vpe_tui.demo.server import DemoServer


@pytest.fixture(scope="session")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def hundred_thousand() -> str:
    """The UUID of a session of so many events, simulated before it is asked for: no timeout runs meanwhile."""
    uuid = "00events-0000-4000-8000-000000100000"
    assert session_body(uuid, None)
    return uuid
