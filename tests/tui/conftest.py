"""A demo API for the screens to talk to."""

from collections.abc import Iterator

import pytest

from vpe_tui.demo.server import DemoServer


@pytest.fixture(scope="session")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server
