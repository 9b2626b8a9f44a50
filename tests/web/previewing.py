"""Two months for the preview of a run: who changes, who is new, who is not paid any more, and ONEM's advance."""

from __future__ import annotations

from datetime import date

from pytest_django import Settings

from capac.finance import api as finance
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, JULY, Calendar
from tests.payment import bank

WORKED = {f"2026-08-{day:02d}": "worked" for day in (3, 4, 5, 6, 7, 10)}


def august_prepared(act: Calendar, settings: Settings, *, advance_cents: int = 500_000) -> int:
    """July of three is paid on 4 August; of August Amina worked six days and has another amount, Bram gave no card,
    Dieter's is the same and Chloé is new. Prepared on 1 September; it is 11 o'clock of that day."""
    settings.DEBTOR = bank.DEBTOR
    act.at("2026-07-01")
    clients = {name: paying.authorise(name) for name in ("amina", "bram", "dieter")}
    act.at("2026-07-31T10:00")
    for client in clients.values():
        paying.hand_in(client, JULY)
    act.at("2026-08-03")
    paying.paid(paying.prepared(calculations=3, payments=3, prepared=1))
    act.at("2026-08-12")
    lower = world.body("2026-08-01", code="01/43NA1", dailyAmount="69.13")
    paying.authorise("amina", world.body("2026-07-01", "2026-07-31"), lower, sequence=2)
    clients["chloe"] = paying.authorise("chloe", world.body("2026-08-01"))
    act.at("2026-08-31T10:00")
    paying.hand_in(clients["amina"], AUGUST, WORKED)
    for name in ("dieter", "chloe"):
        paying.hand_in(clients[name], AUGUST)
    if advance_cents:
        finance.receive_advance(
            paying.SCHEME, advance_cents, received_on=date(2026, 8, 31), reference="ONEM/8", staff=world.staff("fien")
        )  # fmt: skip
    act.at("2026-09-01")
    run_id = paying.prepared(calculations=4, payments=3, holds_opened=1, prepared=1)
    act.at("2026-09-01T11:00")
    return run_id
