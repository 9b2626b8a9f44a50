"""Workers, database connections and the bank are killed at lines spread over a month: everybody is paid exactly once."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from capac.core.period import Month
from capac.finance import api as finance
from capac.finance.rebuild import rows
from capac.flows.check_all import check_all
from capac.payment.models import Calculation, Hold, Payment
from capac.people import api as people
from tests import world
from tests.flows.nursery import nursery
from tests.flows.walk import DEBTOR, TOKEN, Walk, bank, cards_of, people_of

PEOPLE = 15
A_MONTH = 10
PLACES = 10


def settled(month: Month) -> dict[int, int]:
    """Gross that stands on accounts, by client."""
    found: Counter[int] = Counter()
    for client, cents in Payment.objects.filter(month=month.first, state="settled").values_list(
        "client_id", "gross_cents"
    ):
        found[client] += cents
    return dict(found)


def owed(month: Month) -> dict[int, int]:
    """Gross of the last calculation, by client."""
    rows = Calculation.objects.filter(month=month.first).order_by("id")
    return dict(rows.values_list("client_id", "gross_cents"))


def held(month: Month) -> set[int]:
    return set(Hold.objects.filter(month=month.first, state="open").values_list("client_id", flat=True))


def close_one(walk: Walk, month: Month, clients: list[people.Client]) -> None:
    """The account of one client is closed at the bank: what is paid onto it comes back."""
    one = clients[month.number % len(clients)]
    today = month.next().first
    fact = people.accounts_on([one.pk], on=today, known=world.NOON.replace(year=2040))[one.pk]
    walk.bank.act("close", iban=fact.iban, code="AC04")


def proved(walk: Walk, month: Month, clients: list[people.Client], *, strikes: int) -> None:
    """One month with deaths, and what must hold after it. ONEM has no mailbox here: its files wait to be sent."""
    cards_of(month, clients)
    close_one(walk, month, clients)
    walk.strikes = strikes
    walk.month(month, clients)
    walk.rest(month)
    for command in ("pay_month", "close_books"):
        walk.command("last", f"{month.next().first.replace(day=28)}T18:00", [command])
    wanted, arrived = owed(month), settled(month)
    assert set(wanted) == {client.pk for client in clients}
    unpaid = {client for client in wanted if client not in arrived}
    assert unpaid <= held(month)
    assert arrived == {client: cents for client, cents in wanted.items() if client not in unpaid}
    assert walk.bank.act("tally")["booked_twice"] == 0
    assert [said for said in check_all(who="test") if "not sent" not in said] == []


def walked(folder: Path, monkeypatch: pytest.MonkeyPatch, *, kills: int, seed: int) -> Walk:
    """Months until so many deaths have been died."""
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01T12:00")
    world.staff("rita")
    clients = people_of(PEOPLE)
    with bank(folder / "bank") as branch:
        settings = {**DEBTOR, "CAPAC_MAILBOX_TOKEN": TOKEN, "CAPAC_BANK_URL": branch.address}
        with nursery(**settings) as nest:
            walk = Walk(nest, branch, random.Random(seed))
            month = Month(2026, 7)
            proved(walk, month, clients, strikes=0)
            while len(walk.deaths) < kills:
                month = month.next()
                monkeypatch.setenv("CAPAC_NOW", f"{month.next().last}T12:00")
                proved(walk, month, clients, strikes=A_MONTH)
    ledger = rows()
    assert ledger
    assert finance.rebuild()["lines"] == len(ledger)
    assert rows() == ledger
    return walk


def told(walk: Walk, seed: int) -> str:
    ways = Counter(way for way, _ in walk.deaths)
    places = {place for _, place in walk.deaths}
    return f"seed {seed}: {len(walk.deaths)} deaths {dict(ways)} at {len(places)} places"


def prove(folder: Path, monkeypatch: pytest.MonkeyPatch, *, kills: int) -> str:
    """So many deaths, told in a line. The seed is drawn unless the environment names one (CAPAC_SEED)."""
    seed = int(os.environ.get("CAPAC_SEED", random.SystemRandom().randrange(10**6)))
    print(f"seed {seed}")
    walk = walked(folder, monkeypatch, kills=kills, seed=seed)
    print(told(walk, seed))
    assert {way for way, _ in walk.deaths} == {"kill", "backend", "bank"}, told(walk, seed)
    assert len({place for _, place in walk.deaths}) >= PLACES, told(walk, seed)
    return told(walk, seed)


@pytest.mark.django_db(transaction=True)
def test_everybody_is_paid_once_through_25_deaths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(tmp_path, monkeypatch, kills=25)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_everybody_is_paid_once_through_200_deaths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    record_property("told", prove(tmp_path, monkeypatch, kills=200))
