"""The books on the desk: from a balance down to the payment in two steps, for finance officers and auditors."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from capac.finance.models import Entry
from capac.flows.close_books import close_books
from capac.payment.models import Payment, Statement
from capac.people import api as people
from tests import world
from tests.payment import bank
from tests.web import desk

pytestmark = pytest.mark.django_db
WHOLE_JULY = "2,022.03"


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


@pytest.fixture
def _posted(_august: None) -> None:
    desk.at_the_bank(desk.prepared("amina"))
    close_books(who="test")


@pytest.mark.usefixtures("_posted")
def test_two_steps_lead_from_a_balance_to_the_payment() -> None:
    fien = desk.visitor("fien")
    page = fien.get("/desk/books/").content.decode()
    assert "Trial balance of August 2026" in page
    assert "6000 Benefits charged to ONEM" in page
    assert WHOLE_JULY in page
    statement = fien.get("/desk/books/6000/full_unemployment/2026-08/").content.decode()
    assert "payment released" in statement
    entry = Entry.objects.get(event="released")
    assert f"/desk/books/entries/{entry.pk}/" in statement
    told = fien.get(f"/desk/books/entries/{entry.pk}/").content.decode()
    assert f"Payment {Payment.objects.get().end_to_end_id}" in told
    assert "at the bank" in told
    assert "Baert" not in page + statement + told
    looks = people.Access.objects.filter(actor="fien").order_by("pk").values_list("route", "clients")
    client = Payment.objects.get().client_id
    assert list(looks) == [("desk:account", [client]), ("desk:entry", [client])]


@pytest.mark.usefixtures("_posted")
def test_both_lists_are_files_too() -> None:
    fien = desk.visitor("fien")
    balance = fien.get("/desk/books/balance.csv?month=2026-08").content.decode().splitlines()
    assert balance[0] == "account,title,payment_type,before,debit,credit,balance"
    assert balance[-1] == "6000,Benefits charged to ONEM,full_unemployment,0.00,2022.03,0.00,2022.03"
    lines = fien.get("/desk/books/2000/full_unemployment/2026-08/lines.csv").content.decode().splitlines()
    paid = Payment.objects.get().pk
    assert [line.split(",")[1:] for line in lines[1:]] == [
        ["2026-08-03", "released", f"payment.Payment {paid}", "2026-07", "0.00", "2022.03"],
        ["2026-08-03", "filed", f"payment.Payment {paid}", "2026-07", "2022.03", "0.00"],
    ]


def test_before_anything_is_booked_the_page_says_how_it_is() -> None:
    assert b"Nothing is booked up to this month." in desk.visitor("fien").get("/desk/books/").content


def test_only_finance_officers_and_auditors_read_the_books() -> None:
    for name, status in (("fien", 200), ("aude", 200), ("agnes", 403), ("rita", 403), ("sam", 403)):
        assert desk.visitor(name).get("/desk/books/").status_code == status


def test_what_cannot_be_asked_is_not_found() -> None:
    fien = desk.visitor("fien")
    for address in ("?month=x", "9999/full_unemployment/2026-08/", "6000/full_unemployment/x/", "entries/1/"):
        assert fien.get(f"/desk/books/{address}").status_code == 404


@pytest.mark.usefixtures("_posted")
def test_the_bank_s_statement_stands_beside_the_ledger() -> None:
    file = world.incoming(b"<x/>", "CAMT053")
    Statement.objects.create(
        account=bank.DEBTOR[1], day=date(2026, 8, 3), statement_id="1", opening_cents=100_00, closing_cents=90_00,
        entries_number=1, file=file,
    )  # fmt: skip
    told = desk.visitor("fien").get("/desk/books/").content.decode()
    assert "On the account at the end: €90.00." in told
    assert "€-10.00" in told or "-€10.00" in told
