"""The tests of documents stand on the first of July 2026, noon."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01T12:00")
