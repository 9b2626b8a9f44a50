"""The eBox of the outside for the tests of channels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.channels.writing import Outside, opened
from tests.outside.serving import served
from world import ebox


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-24T10:00")


@pytest.fixture
def outside(tmp_path: Path, settings: Settings) -> Iterator[Outside]:
    """A registry that answers, and the product told of it."""
    registry = opened(tmp_path)
    with served(ebox.application(registry)) as address:
        found = Outside(registry, address)
        settings.EBOX = found.settings()
        yield found
    registry.store.close()
