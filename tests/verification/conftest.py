"""Verification's tests stand in early September 2026: what was paid in August has just become past."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T06:00")
