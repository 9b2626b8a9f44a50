"""Simulators as processes: they survive a kill with what they knew, and never outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from world import processes, serving

TOKEN = "token-of-the-test"
FEW = ["--number", "30", "--panel", "20"]


def files(part: processes.Part) -> list[str]:
    told = httpx.get(f"{part.address}/out?after=", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    return [item["name"] for item in told["items"]]


def gone(pid: int, *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists() or "(zombie)" in Path(f"/proc/{pid}/status").read_text():
            return True
        time.sleep(0.05)
    return False


def refused(folder: Path, *options: str) -> str:
    """What is said of a start that fails."""
    starting = processes.running("onem", [*FEW, *options], folder=folder, token=TOKEN)
    with pytest.raises(processes.StartError) as error, starting:
        pass
    return str(error.value)


def test_onem_killed_between_two_days_goes_on_where_it_was(tmp_path: Path) -> None:
    with processes.running("onem", FEW, folder=tmp_path, token=TOKEN) as part:
        first = part.act("day", date="2026-06-18")
        part.process.send_signal(signal.SIGKILL)
        part.process.wait()
    with processes.running("onem", FEW, folder=tmp_path, token=TOKEN) as part:
        assert files(part) == ["C2-20260618-1.xml"]
        assert part.act("day", date="2026-06-18")["c2"] == 0
        second = part.act("day", date="2026-12-31")
        tally = part.act("tally")
    assert tally["sent"] == first["c2"] + second["c2"] + second["ec3"]
    assert tally["today"] == "2026-12-31"


def test_faults_can_be_given_at_the_start(tmp_path: Path) -> None:
    with processes.running("onem", [*FEW, "--faults", "duplicate"], folder=tmp_path, token=TOKEN) as part:
        part.act("day", date="2026-06-30")
        assert files(part) == ["C2-20260630-1.xml", "C2-20260630-1.xml"]


def test_one_that_cannot_start_says_why(tmp_path: Path) -> None:
    with serving.bound(0) as taken:
        port = taken.getsockname()[1]
        taken.listen()
        assert refused(tmp_path, "--port", str(port)).startswith(
            f"onem does not answer: port {port} is in use"
        )
    assert "'explode' is not a fault" in refused(tmp_path / "other", "--faults", "explode")


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    silent = pytest.raises(processes.StartError, match=r"onem cannot do day .*KeyError: 'date'")
    with processes.running("onem", FEW, folder=tmp_path, token=TOKEN) as part, silent:
        part.act("day")


def test_a_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom world import processes\n"
        f"with processes.running('onem', {FEW!r}, folder=Path({str(tmp_path)!r}), token='x') as part:\n"
        "    print(part.process.pid, flush=True)\n    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(child)


def test_an_unknown_part_lists_the_parts() -> None:
    said = subprocess.run([sys.executable, "-m", "world", "x"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "  bank " in said.stderr
