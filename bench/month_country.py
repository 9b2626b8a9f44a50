"""The national month on our own PostgreSQL: from stored facts to released, explained, logged payments and checked files.

One process runs the month, on a database of its own that is filled before the clock starts (month_fill.py, synthetic).
Beside it a clerk, a process too, takes work items, gives them back, keys cards and changes accounts of the same
clients all the while. Memory is that of the month's processes and of their servers in PostgreSQL, each page counted once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Figure, median
from bench.onemonth import on_empty_database

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1200000"))
FEW = PEOPLE // 12
CHANGED = 5000
DATABASE = "capac_bench_country"
PAYDAY, AFTER, CHANGED_AT = "2026-08-04T05:00", "2026-08-05T05:00", "2026-08-04 12:00+02"
FEWEST_UPDATES = 500
KIB_IN_GIB = 1024 * 1024
DEBTOR = {
    "CAPAC_DEBTOR_NAME": "CAPAC - HVW",
    "CAPAC_DEBTOR_IBAN": "BE68539007547034",
    "CAPAC_DEBTOR_BIC": "PCHQBEBB",
}


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure. Growth is the time a person for the country over that for a twelfth of it."""
    few, all_ = _country(FEW), _country(PEOPLE)
    yield "month_1m2_seconds", median([all_["seconds"]], "s")
    yield "month_1m2_cpu_seconds", median([all_["cpu"]], "s")
    yield "month_peak_gib", median([all_["gib"]], "GiB")
    yield "month_delta_seconds", median([all_["delta"]], "s")
    yield "month_growth", median([all_["seconds"] / PEOPLE / (few["seconds"] / FEW)], "times")
    waits = all_["waits"]
    if len(waits) < FEWEST_UPDATES:
        raise RuntimeError(f"the clerk came to {len(waits)} updates: this is no measurement")
    yield "month_clerk_wait_ms", Figure(round(1000 * max(waits), 1), "ms", [float(len(waits))])


def _country(people: int) -> Any:
    said = on_empty_database([sys.executable, "-m", "bench.month_country", "month", str(people)], DATABASE)
    return json.loads(said.splitlines()[-1])


def main(mode: str, people: int) -> None:
    """The month, or the clerk beside it, in this process; the result is the last line."""
    os.environ.update(
        DEBTOR, DJANGO_SETTINGS_MODULE="capac.config.settings", CAPAC_NOW=PAYDAY, NUMBA_NUM_THREADS="2"
    )
    import django

    django.setup()
    print(json.dumps(_clerk(people) if mode == "clerk" else _month(people)))


def _month(people: int) -> dict[str, Any]:
    from django.core.management import call_command

    from bench import month_fill

    call_command("migrate", "--verbosity", "0", "--skip-checks")
    month_fill.fill(people)
    with Memory() as memory:
        clerk = subprocess.Popen(
            [sys.executable, "-m", "bench.month_country", "clerk", str(people)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        began, cpu = time.perf_counter(), _cpu()
        paid = _run()
        seconds, cpu = time.perf_counter() - began, _cpu() - cpu
        waits = json.loads(clerk.communicate("stop")[0].splitlines()[-1])
    if paid < people * 9 // 10:
        raise SystemExit(f"only {paid} of {people} were paid: this is no measurement")
    month_fill.change(CHANGED, at=CHANGED_AT)
    os.environ["CAPAC_NOW"] = AFTER
    began = time.perf_counter()
    _run()
    delta = time.perf_counter() - began
    return {"seconds": seconds, "cpu": cpu, "gib": memory.peak, "delta": delta, "waits": waits, "paid": paid}


def _run() -> int:
    """Prepared by the job, released by somebody else, the files written; how many payments are with the bank."""
    from capac.flows import pay_month
    from capac.payment import api as payment
    from capac.payment.models import Payment
    from capac.people.models import Staff

    pay_month.prepare_payments(who="pay_month")
    run = next(one for one in payment.runs(3) if one.state == "prepared")
    pay_month.release_payments(run.id, staff=Staff.objects.get(login="rita"))
    return Payment.objects.filter(run_id=run.id, state__in=("filed", "settled")).count()


def _cpu() -> float:
    """Seconds of processors of this process and of those it has waited for; PostgreSQL's are not in it."""
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def _clerk(people: int) -> list[float]:
    """Updates until the word comes to stop; what each of them took, in seconds."""
    from datetime import date

    from capac.core import iban
    from capac.core.period import Month
    from capac.payment import api as payment
    from capac.people import api as person
    from capac.people.models import Staff
    from capac.records import api as records
    from capac.work import api as work
    from capac.work.models import Item

    agnes, because = Staff.objects.get(login="agnes"), records.Because("agnes", "handed in")
    stop = threading.Event()
    threading.Thread(target=_told_to_stop, args=(stop,), daemon=True).start()
    waits: list[float] = []
    number = 0
    while not stop.is_set():
        number += 1
        client = 1 + (number * 7919) % people
        account = iban.make("BE", f"{client:010d}")
        item = Item.objects.filter(state="open").values_list("pk", flat=True).first()
        began = time.perf_counter()
        if item is not None and number % 3 == 0:
            work.take(item, agnes)
            work.give_back(item, agnes)
        elif number % 3 == 1:
            payment.key_card(
                client, Month(2026, 8), {}, paid_holidays_left_halves=None, received_on=date(2026, 8, 4),
                staff=agnes, because=because,
            )  # fmt: skip
        else:
            person.change_account(
                client, account, holder="Synthetic", since=date(2026, 8, 20), source="synthetic"
            )
        waits.append(time.perf_counter() - began)
        stop.wait(0.02)
    return waits


class Memory:
    """The most memory that the month takes at once, in GiB: its processes, and its servers in PostgreSQL."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            while not self._over.wait(0.5):
                query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                servers = {row[0] for row in connection.execute(query)}
                pages = sum(_kib(pid) for pid in servers | _family(os.getpid()))
                self.peak = max(self.peak, pages / KIB_IN_GIB)


def _family(pid: int) -> set[int]:
    """A process and its descendants."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found |= _family(int(child))
    return found


def _kib(pid: int) -> int:
    """Its share of memory; a page that several use is shared among them."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)


def _told_to_stop(stop: threading.Event) -> None:
    """The end of standard input is the word to stop."""
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
