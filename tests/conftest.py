"""Every test stands in a directory of its own: what a key saves there goes with it. And none writes in a home."""

import pytest
from hypothesis import settings

settings.register_profile("at any pace", deadline=None)
settings.load_profile("at any pace")
"""A machine that is busy fails no example: nothing is measured by them."""


@pytest.fixture(autouse=True)
def own_directory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))
    monkeypatch.setenv("VPE_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
