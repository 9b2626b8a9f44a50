"""python -m world populate: many invented clients with their applications, pieces and tasks, taken over by COPY.

For looking at the desk as it is in a country, and for measuring it (make bench ONLY=desk). Everybody is invented; the same
number gives the same people. The files are written as Parquet first: each room takes over its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from world import population

SCALE, FEW = 1_000_000, 5_000
CHUNK = 100_000
SEED = 20_261_124
TODAY, DAYS_BACK = date(2026, 9, 16), 900
FIRST_BORN, BORN_DAYS = date(1950, 1, 1), 20_000
SERIALS = 997
CENTURY = date(2000, 1, 1)
OPEN_OF_HUNDRED, WAITING_OF_HUNDRED = 10, 20
"""Shares of ours: files that still lack something, and clients of whom a task waits."""
LANGUAGES = np.array(["fr", "nl", "de"])
SHARES = (0.585, 0.40, 0.015)
GIVEN = ["Amina", "Bram", "Chloé", "Dieter", "Elias", "Fatima", "Giulia", "Hugo", "Inès", "Jonas", "Karim", "Lotte", "Mehdi", "Noor", "Olivia", "Pieter", "Quinten", "Rania", "Sofie", "Thomas", "Umut", "Valérie", "Wout", "Xavier", "Yasmine", "Zoë", "Anaïs", "Benoît", "Céline", "Jürgen"]  # fmt: skip
BEGINNINGS = [
    "Van",
    "Vande",
    "De",
    "Den",
    "Le",
    "La",
    "Del",
    "Ver",
    "Von",
    "El",
    "Ben",
    "Mc",
    "Dupont",
    "Peeters",
    "Janssens",
    "Maes",
    "Jacobs",
    "Mertens",
    "Willems",
    "Claes",
]
MIDDLES = [
    "ber",
    "bos",
    "cam",
    "den",
    "dek",
    "fal",
    "gel",
    "haer",
    "hou",
    "jan",
    "kel",
    "lam",
    "mol",
    "nael",
    "oos",
    "pol",
    "quin",
    "rae",
    "sche",
    "tim",
    "ur",
    "vael",
    "wau",
    "zwe",
]
ENDS = [
    "aert",
    "beke",
    "camp",
    "dael",
    "ens",
    "feld",
    "ghem",
    "haut",
    "ier",
    "kens",
    "lot",
    "mans",
    "neel",
    "ont",
    "poel",
    "rode",
    "straete",
    "taine",
    "voort",
    "wyck",
]
SITUATION = (
    '{"ground": "work", "secondary_activity": "ordinary", "pension": "yes", "mandate": "yes", "incapacity": "yes", '
    '"after_sickness": "yes", "nationality": "belgian", "residence": "belgium", "household": "alone"}'
)
PIECES = (
    ("C1", "client"), ("C4", "employer"), ("C1A", "client"), ("C1B", "client"), ("C46", "client"), ("C47", "client"),
    ("C6", "client"), ("registration", "client"), ("register_check", "register"), ("C109", "client"),
)  # fmt: skip
KINDS = np.array(["application_complete", "register_difference", "inbound_letter", "onem_letter"])
Days = NDArray[np.int64]


def numbers(rows: NDArray[np.int64]) -> list[str]:
    """National numbers, one a row, each of another person: a day of birth and a serial, with their check digits."""
    born, serial = rows % BORN_DAYS, 1 + rows // BORN_DAYS
    if serial.max(initial=0) > SERIALS:
        raise ValueError(f"there are {BORN_DAYS * SERIALS} numbers, no more")
    days = np.datetime64(FIRST_BORN) + born
    text = np.char.replace(np.datetime_as_string(days), "-", "")
    first9 = np.array(
        [f"{day[2:]}{number:03d}" for day, number in zip(text.tolist(), serial.tolist(), strict=True)]
    )
    whole = first9.astype(np.int64) + np.where(days >= np.datetime64(CENTURY), 2_000_000_000, 0)
    return [
        f"{one}{97 - check:02d}" for one, check in zip(first9.tolist(), (whole % 97).tolist(), strict=True)
    ]


def clients(start: int, number: int) -> pa.Table:
    """So many clients from a number on."""
    luck, rows = np.random.default_rng([SEED, start]), np.arange(start, start + number)
    families = np.array(["".join(parts) for parts in product(BEGINNINGS, MIDDLES, ENDS)])
    languages = LANGUAGES[luck.choice(3, number, p=SHARES)]
    codes = np.array(_offices())
    return pa.table(
        {
            "niss": numbers(rows),
            "given_name": np.array(GIVEN)[luck.integers(0, len(GIVEN), number)],
            "family_name": families[luck.integers(0, len(families), number)],
            "language": languages,
            "office": codes[luck.integers(0, len(codes), number)],
            "since": pa.array(np.full(number, np.datetime64("2020-01-01")), pa.date32()),
            "phone": [f"+32470{row:07d}" for row in rows.tolist()],
        }
    )


def applications(start: int, number: int) -> tuple[pa.Table, pa.Table]:
    """An application for each of these clients, and its ten pieces; one in ten still lacks some."""
    luck, rows = np.random.default_rng([SEED, start, 1]), np.arange(start, start + number)
    asked = np.datetime64(TODAY) - luck.integers(20, DAYS_BACK, number)
    is_open = luck.integers(0, 100, number) < OPEN_OF_HUNDRED
    asked = np.where(is_open, np.datetime64(TODAY) - luck.integers(0, 55, number), asked)
    done = [
        None if lacks else day for lacks, day in zip(is_open.tolist(), (asked + 14).tolist(), strict=True)
    ]
    files = pa.table(
        {
            "id": rows,
            "niss": numbers(rows),
            "type": pa.repeat("full_unemployment", number),
            "situation": pa.repeat(SITUATION, number),
            "asked_on": pa.array(asked, pa.date32()),
            "received_on": pa.array(asked, pa.date32()),
            "complete_on": pa.array(
                [day and date.fromordinal(day.toordinal() - 4) for day in done], pa.date32()
            ),
            "submitted_on": pa.array(
                [day and date.fromordinal(day.toordinal() - 3) for day in done], pa.date32()
            ),
            "returned_on": pa.nulls(number, pa.date32()),
            "decided_on": pa.array(done, pa.date32()),
        }
    )
    return files, _pieces(rows, asked, is_open, luck)


def _pieces(rows: Days, asked: Any, is_open: NDArray[np.bool_], luck: np.random.Generator) -> pa.Table:
    size, many = len(PIECES), len(rows)
    here = ~np.repeat(is_open, size) | (np.tile(np.arange(size), many) < 6)
    since = np.repeat(asked, size)
    arrived = since + luck.integers(0, 10, size * many)
    return pa.table(
        {
            "application": np.repeat(rows, size),
            "code": np.tile(np.array([code for code, _ in PIECES]), many),
            "turn": np.tile(np.array([turn for _, turn in PIECES]), many),
            "since": pa.array(since, pa.date32()),
            "form": pa.nulls(size * many, pa.string()),
            "received_on": pa.array(arrived, pa.date32(), mask=~here),
        }
    )


def tasks(start: int, number: int) -> pa.Table:
    """A task of one in five of these clients, of the last weeks; each has a subject of its own."""
    luck, rows = np.random.default_rng([SEED, start, 2]), np.arange(start, start + number)
    rows = rows[luck.integers(0, 100, number) < WAITING_OF_HUNDRED]
    size = len(rows)
    return pa.table(
        {
            "kind": KINDS[luck.integers(0, len(KINDS), size)],
            "subject_kind": pa.repeat("world.Populated", size),
            "subject_id": rows,
            "niss": numbers(rows),
            "since": pa.array(np.datetime64(TODAY) - luck.integers(0, 40, size), pa.date32()),
            "arguments": pa.repeat("{}", size),
        }
    )


def write(folder: Path, number: int) -> None:
    """Write the Parquet files of so many clients, a set for each hundred thousand."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, number, CHUNK):
        size = min(CHUNK, number - start)
        files, pieces = applications(start, size)
        for name, table in (
            ("clients", clients(start, size)),
            ("applications", files),
            ("pieces", pieces),
            ("tasks", tasks(start, size)),
        ):
            pq.write_table(table, folder / f"{name}-{start:08d}.parquet")


def take_over(folder: Path) -> dict[str, int]:
    """Let each room take over its files: the product's own verbs, nothing of ours. Returns how many of each."""
    from capac.dossier import api as dossier
    from capac.people import api as people
    from capac.records import api as records
    from capac.work import api as work

    because = records.Because("populate", "synthetic, taken over")
    people.load(_house(), source="synthetic")
    counts = {"clients": 0, "applications": 0, "pieces": 0, "tasks": 0}
    for path in sorted(folder.glob("clients-*.parquet")):
        part = path.stem.partition("-")[2]
        counts["clients"] += people.take_over(path, source="synthetic")
        files, pieces = (folder / f"{name}-{part}.parquet" for name in ("applications", "pieces"))
        for name, taken in dossier.load(files, pieces, because=because).items():
            counts[name] += taken
        counts["tasks"] += work.load(folder / f"tasks-{part}.parquet", because=because)
    return counts


def _house() -> Iterator[str]:
    """The offices and the staff of the demonstration, without its clients."""
    lines = population.as_lines(population.Wish(number=1))
    return (line for line in lines if '"type": "client"' not in line)


def _offices() -> list[str]:
    import json

    return [row["code"] for row in map(json.loads, _house()) if row["type"] == "office"]


def main(argv: list[str]) -> int:
    """Write the files, take them over, say how long each took."""
    parser = argparse.ArgumentParser(prog="python -m world populate", description=__doc__.splitlines()[0])
    parser.add_argument("--scale", action="store_true", help=f"{SCALE:,} clients, ten times as many pieces")
    parser.add_argument("--number", type=int, default=FEW)
    parser.add_argument("--folder", type=Path, default=Path("build/populated"))
    told = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    began = time.monotonic()
    write(told.folder, SCALE if told.scale else told.number)
    written = time.monotonic()
    counts = take_over(told.folder)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    took = {"written": written - began, "taken over": time.monotonic() - written}
    print(" ".join(f"{name}={number}" for name, number in counts.items()), file=sys.stdout)
    print(" ".join(f"{name} in {seconds:.0f} s" for name, seconds in took.items()))
    return 0
