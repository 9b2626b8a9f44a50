"""What rehearsals found: kept as a folder each, read by the board.

<CAPAC_WAREHOUSE>/<database>/rehearsals/
    lock          held by the one rehearsal that works
    <run>.new/    being made; what a process that died left is removed by the next rehearsal
    <run>/        draft.yaml, result.json (without small cells), cases.parquet (behind permission and register)
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from capac.flows import rehearsal_sums
from capac.records import api as records
from capac.rules import api as rules

VERB = "rehearse"
CASES, RESULT, DRAFT = "cases.parquet", "result.json", "draft.yaml"
UNFINISHED = ".new"


class BusyError(RuntimeError):
    """Another rehearsal works on this database."""


@dataclass(frozen=True)
class About:
    """A rehearsal that was computed: its run, in whose name, what was known, the draft, what it rests on and touches."""

    run_id: int
    who: str
    known: datetime
    draft: rules.Draft
    used: Counter[tuple[str, date]]
    sentences: Counter[str]


def home() -> Path:
    """The folder of this database's rehearsals."""
    return Path(settings.WAREHOUSE) / str(connection.settings_dict["NAME"]) / "rehearsals"


@contextmanager
def alone() -> Iterator[None]:
    """One rehearsal at a time; what a dead one left is removed. Raises BusyError."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("another rehearsal is at work; begin when it has ended") from error
        for ruin in home().glob(f"*{UNFINISHED}"):
            shutil.rmtree(ruin)
        yield


def aside(run_id: int) -> Path:
    """A new empty folder that no reader sees."""
    folder = home() / f"{run_id}{UNFINISHED}"
    folder.mkdir()
    return folder


def publish(folder: Path, about: About, content: bytes) -> None:
    """Sum the cases up, write what may be told, and let the folder be seen, in one step."""
    (folder / DRAFT).write_bytes(content)
    told = {**_head(about), **rehearsal_sums.sums(folder / CASES)}
    (folder / RESULT).write_text(json.dumps(told, default=str), encoding="utf-8")
    folder.rename(home() / str(about.run_id))


def rehearsals(limit: int = 50) -> list[dict[str, Any]]:
    """The last rehearsals that ended, newest first, as `rehearsal` tells them."""
    rows = records.Run.objects.filter(verb=VERB, state=records.Run.State.FINISHED).order_by("-pk")
    found = (rehearsal(run_id) for run_id in rows.values_list("pk", flat=True)[:limit])
    return [one for one in found if one is not None]


def rehearsal(run_id: int) -> dict[str, Any] | None:
    """What a rehearsal found, without small cells; None when there is none of this run."""
    try:
        told: dict[str, Any] = json.loads((home() / str(run_id) / RESULT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told


def draft_of(run_id: int) -> rules.Draft:
    """The draft of a rehearsal, read again."""
    return rules.read_draft((home() / str(run_id) / DRAFT).read_bytes())


def cases_of(run_id: int) -> Path:
    """The file of its cases."""
    return home() / str(run_id) / CASES


def cases(
    run_id: int, *, outcome: str, chosen: dict[str, str], after: tuple[int, date], limit: int
) -> list[dict[str, Any]]:
    """The next months of people to whom something (`more`, `less`) or nothing (`same`) happens, of the chosen groups.

    Whoever shows them writes the access register first. Raises KeyError for another outcome.
    """
    return rehearsal_sums.listed(cases_of(run_id), outcome=outcome, chosen=chosen, after=after, limit=limit)


def _head(about: About) -> dict[str, Any]:
    """What does not stand in the cases."""
    draft = about.draft
    return {
        "run_id": about.run_id,
        "who": about.who,
        "known": about.known.isoformat(),
        "title": draft.title,
        "lang": draft.lang,
        "drafted_by": draft.drafted_by,
        "since": str(draft.since),
        "parameters": [_parameter(name, entry) for name, entry in draft.entries.items()],
        "uncertain": _uncertain(about),
        "sentences": about.sentences.most_common(),
    }


def _parameter(name: str, entry: Any) -> dict[str, Any]:
    """A drafted parameter: its lines, and for each what the book says on that day."""
    lines = [
        {"since": str(day), "note": "", **held, "before": _by_the_book(name, day)}
        for day, held in entry["values"].items()
    ]
    return {"name": name, "unit": entry["unit"], "source": entry["source"], "lines": lines}


def _by_the_book(name: str, day: date) -> str | None:
    try:
        return rules.parameter_of(name, day).value
    except LookupError:
        return None


def _uncertain(about: About) -> list[dict[str, Any]]:
    """The parameters that are not confirmed, with the number of months that rest on each."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    with rules.draft(about.draft.entries):
        for (name, since), months in about.used.items():
            told = rules.parameter_of(name, since)
            found[name, str(told.since), told.value, told.status] += months
    rows = [dict(zip(("name", "since", "value", "status"), key, strict=True)) for key in found]
    told_rows = [{**row, "months": months} for row, months in zip(rows, found.values(), strict=True)]
    return sorted(
        (row for row in told_rows if row["status"] != "confirmed"), key=lambda row: str(row["name"])
    )
