"""Dossier's tests stand on the sixteenth of September 2026, ten in the morning."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")
