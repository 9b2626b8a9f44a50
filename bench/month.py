"""The national month: deaths (month_kills.py), the country (month_country.py), and its bank file: our writer against
sepaxml, on the same transfers, each in a process of its own.

sepaxml builds and exports with validate=False, as ours is timed without validation; what validation costs is told
apart. Both write into memory and only compute, so processor time is told: other work on the machine is not in it. The peak of our stream is measured for two sizes: it must not grow.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bench import month_country, month_kills
from bench.measure import Figure, median

ROOT = Path(__file__).resolve().parents[1]
TRANSFERS = int(os.environ.get("BENCH_TRANSFERS", "100000"))
MANY = 10 * TRANSFERS
TIMES = 3
KIB_IN_MIB = 1024
MOMENT, DAY = datetime(2026, 8, 3, 15, 30), date(2026, 8, 5)  # noqa: DTZ001
NAMES = (
    "Amina Baert",
    "Bram Maes",
    "Chloé Dupré",
    "Jean-Pierre Van den Broeck",
    "Zoë Müller",
    "Fatima El Idrissi",
)


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure; the ratio is the smallest of three, as its target is a lower limit."""
    ours = [_child("ours", TRANSFERS) for _ in range(TIMES)]
    theirs = [_child("sepaxml", TRANSFERS) for _ in range(TIMES)]
    ratios = [slow["seconds"] / fast["seconds"] for slow, fast in zip(theirs, ours, strict=True)]
    yield "pain001_sepaxml_ratio", Figure(round(min(ratios), 3), "", median(ratios, "").runs)
    yield "pain001_write_seconds", median([one["seconds"] for one in ours], "s")
    yield "pain001_validate_seconds", median([_child("checked", TRANSFERS)["seconds"]], "s")
    yield "pain001_peak_mib", median([_child("stream", TRANSFERS)["mib"]], "MiB")
    yield "pain001_peak_many_mib", median([_child("stream", MANY)["mib"]], "MiB")
    yield from month_kills.figures()
    yield from month_country.figures()


def _child(mode: str, number: int) -> Any:
    command = [sys.executable, "-m", "bench.month", mode, str(number)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"bench.month {mode} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main(mode: str, number: int) -> None:
    """One measurement in this process; its result is the last line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()
    seconds = {"ours": _ours, "sepaxml": _sepaxml, "checked": _checked, "stream": _stream}[mode](number)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB
    print(json.dumps({"seconds": seconds, "mib": peak}))


def _transfers() -> Iterator[Any]:
    """Transfers without end, as the month makes them: names with and without accents, whole communications."""
    from capac.core import iban
    from capac.payment.pain001 import Transfer

    accounts = [iban.make("BE", f"{n:010d}") for n in range(5000)]
    n = 0
    while True:
        said = f"/B/ CHOMAGE 07/2026: {n % 27} J X 74,89 BRUT {n % 3000},14 PRECOMPTE 0,00"
        yield Transfer(f"P{n:012d}", 100_000 + n % 90_000, accounts[n % 5000], NAMES[n % len(NAMES)], said)
        n += 1


def _debtor() -> Any:
    from capac.core import iban
    from capac.payment.pain001 import Debtor

    return Debtor("CAPAC - HVW", iban.make("BE", "6790000000"), "PCHQBEBB")


def _ours(number: int) -> float:
    from capac.payment import pain001

    rows = list(islice(_transfers(), number))
    began = time.process_time()
    pain001.render("CAPAC-1", MOMENT, DAY, debtor=_debtor(), transfers=rows)
    return time.process_time() - began


def _checked(number: int) -> float:
    from capac.payment import pain001, pain001_check

    rows = list(islice(_transfers(), number))
    body = pain001.render("CAPAC-1", MOMENT, DAY, debtor=_debtor(), transfers=rows)
    began = time.process_time()
    if pain001_check.count(body) != (number, sum(row.cents for row in rows)):
        raise RuntimeError("the file read back holds other transfers than were written")
    return time.process_time() - began


def _stream(number: int) -> float:
    from capac.payment import pain001

    cents = sum(row.cents for row in islice(_transfers(), number))
    head = pain001.Head("CAPAC-1", MOMENT, DAY, _debtor(), number, cents)
    began = time.process_time()
    with Path(os.devnull).open("wb") as out:
        pain001.write(out, head, islice(_transfers(), number))
    return time.process_time() - began


def _sepaxml(number: int) -> float:
    from sepaxml import SepaTransfer

    rows = list(islice(_transfers(), number))
    debtor = _debtor()
    config = {"name": debtor.name, "IBAN": debtor.iban, "BIC": debtor.bic, "batch": True, "currency": "EUR"}
    began = time.process_time()
    file = SepaTransfer(config, schema="pain.001.001.09", clean=True)
    for row in rows:
        file.add_payment(
            {
                "name": row.name,
                "IBAN": row.iban,
                "amount": row.cents,
                "execution_date": DAY,
                "description": row.communication,
                "endtoend_id": row.end_to_end_id,
            }
        )
    file.export(validate=False)
    return time.process_time() - began


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
