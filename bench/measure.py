"""Whole processes and functions timed; the median is the figure, every run is kept. The machine in one line."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Figure:
    """What was measured: the median, its unit, every run."""

    value: float
    unit: str
    runs: list[float]


def median(runs: Sequence[float], unit: str) -> Figure:
    """The figure of some runs."""
    kept = [round(run, 3) for run in runs]
    return Figure(round(statistics.median(kept), 3), unit, kept)


def process_ms(command: Sequence[str | Path], *, given: bytes = b"", times: int = 11) -> Figure:
    """A whole process from its start to its end, in milliseconds; one unmeasured run before. It must succeed."""
    return median([1000 * _process(command, given) for _ in range(times + 1)][1:], "ms")


def seconds(work: Callable[[], object], *, times: int = 3) -> Figure:
    """A function of this process, in seconds."""
    runs = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began)
    return median(runs, "s")


def _process(command: Sequence[str | Path], given: bytes) -> float:
    began = time.perf_counter()
    subprocess.run(command, input=given, capture_output=True, check=True)
    return time.perf_counter() - began


@cache
def machine() -> str:
    """Processor, cores, memory, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    found = (
        re.search(r"model name\s*:\s*(.+)", described.read_text(encoding="utf-8"))
        if described.exists()
        else None
    )
    return found[1].strip() if found else platform.processor() or platform.machine()
