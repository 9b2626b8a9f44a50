"""Run the suite in parallel: the database is started first, the browser installed where CI is root.

`--prove` runs the long proofs instead. Further arguments go to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from capac import launcher

ROOT = Path(__file__).resolve().parents[1]
MOST_WORKERS = 8
PROOFS = ROOT / "build" / "prove.xml"


def main() -> int:
    """The exit status of pytest."""
    arguments = sys.argv[1:]
    prove = "--prove" in arguments
    if prove:
        arguments.remove("--prove")
    launcher.ensure()
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    chosen = ["-m", "prove" if prove else "not prove"]
    parallel = ["-n", "0", f"--junitxml={PROOFS}"] if prove else ["-n", str(workers), "--dist", "worksteal"]
    # A commit of a test need not survive the machine; what survives a killed worker or backend is the same.
    environment = {"PGOPTIONS": "-c synchronous_commit=off", **os.environ}
    command = [sys.executable, "-m", "pytest", "-q", *chosen, *parallel, *arguments]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if prove:
        subprocess.run([sys.executable, "-m", "scripts.performance_page"], cwd=ROOT, check=True)
    return status


def install_browser() -> None:
    """Debian's chromium, where this is root on CI and none is there."""
    if (
        os.environ.get("CI") == "true"
        and os.geteuid() == 0
        and not shutil.which("chromium")
        and shutil.which("apt-get")
    ):
        quiet = {"stdout": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], **quiet)  # type: ignore[call-overload]


if __name__ == "__main__":
    install_browser()
    sys.exit(main())
