"""Starting simulators as processes of their own, waiting until they answer, talking to them, ending them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from world import serving

START_SECONDS = 30.0
END_SECONDS = 10.0
ANSWER_SECONDS = 60.0
GLANCE_SECONDS = 0.02


class StartError(RuntimeError):
    """A process that did not come to answer; the message holds the end of what it said."""


@dataclass(frozen=True)
class Part:
    """A simulator that runs: its name, its address, its process."""

    name: str
    address: str
    process: subprocess.Popen[bytes]
    token: str

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        """Let it do something. Raises StartError with its sentence when it cannot."""
        answer = httpx.post(
            f"{self.address}/admin/act/{name}",
            json=told,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=ANSWER_SECONDS,
            verify=False,
        )
        if not answer.is_success:
            raise StartError(f"{self.name} cannot do {name} {told}: {answer.text}")
        return dict(answer.json())

    def faults(self, text: str) -> None:
        """Let something go wrong."""
        answer = httpx.post(
            f"{self.address}/admin/faults",
            json={"faults": text},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=ANSWER_SECONDS,
            verify=False,
        )
        answer.raise_for_status()


@contextmanager
def running(
    name: str, arguments: list[str], *, folder: Path, token: str, environment: Mapping[str, str] | None = None
) -> Iterator[Part]:
    """A simulator while it is wanted; it ends with us, however we end. Raises StartError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    address = folder / "address"
    address.unlink(missing_ok=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "world", name, "--folder", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                **(environment or {}),
                serving.TOKEN: token,
                serving.WITH_PARENT: str(os.getpid()),
            },
        )
    try:
        yield Part(name, _answering(name, process, address, folder / "log"), process, token)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it where it does not."""
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answering(name: str, process: subprocess.Popen[bytes], address: Path, log: Path) -> str:
    """The address at which the process answers. Raises StartError when it ends, or is silent too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if address.exists() and _answers(told := address.read_text(encoding="ascii")):
            return told
        time.sleep(GLANCE_SECONDS)
    said = log.read_text(encoding="utf-8", errors="replace")[-500:].strip()
    end(process)
    raise StartError(f"{name} does not answer: {said or 'it said nothing'}")


def _answers(address: str) -> bool:
    try:
        return bool(address) and httpx.get(f"{address}/health", timeout=1.0, verify=False).is_success
    except httpx.HTTPError:
        return False
