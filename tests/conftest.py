"""What every test may ask for, and what must not be skipped quietly.

On a machine of ours a missing browser, PostgreSQL or third-party material is a failure (CI=true);
elsewhere the skip is said loudly at the end.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def unavailable(what: str, remedy: str) -> None:
    """Skip because something outside is missing, or fail where it must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing: {remedy}")
    pytest.skip(f"{what} is missing: {remedy}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party material beside the checkout."""
    if not SHARED.is_dir():
        unavailable("../shared", "tests against third-party material need it beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def browser_path() -> str:
    """A Chromium of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        unavailable("a Chromium browser", "install Debian's chromium")
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _no_demonstration_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests set the clock themselves; a date of the caller's shell must not leak in."""
    monkeypatch.delenv("CAPAC_NOW", raising=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skips are said aloud."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED, not proved here: {report.nodeid}: {report.longrepr}", red=True)
