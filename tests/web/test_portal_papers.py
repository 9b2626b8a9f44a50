"""The client's papers: statements, a year for the tax, certificates; as pages and as tagged PDFs."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from capac.payment.models import Payment
from capac.people import api as people
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, JULY, Calendar
from tests.web import portal

pytestmark = pytest.mark.django_db
CERTIFICATE = "/file/papers/certificate.pdf?from=2026-07&to=2026-07"


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


def last_payment(client: people.Client) -> int:
    return Payment.objects.filter(client=client).latest("pk").pk


def words(answer: Any) -> str:
    """The text of a PDF, and that it is tagged and in a language."""
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        assert bool(file.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in file.Root
        return str(file.Root.Lang)


def test_a_statement_tells_the_daily_amount_the_days_the_tax_and_what_was_paid(act: Calendar) -> None:
    amina = portal.july_paid(act)
    pk = last_payment(amina)
    people.Access.objects.all().delete()
    seen = portal.seen("amina", f"/file/papers/payments/{pk}/")
    for told in (
        "Your payment for July 2026", "€1,582.35 was paid on 4 August 2026.", f"P{pk:012d}",
        "Amina Baert", "Gross amount</td><td class=\"number\">€1,759.92", "Tax</td><td class=\"number\">-€177.57",
        "74.89", "7 July 2026", "within 45 days",
    ):  # fmt: skip
        assert told in seen, told
    assert world.number_of("amina") not in seen and world.account_of("amina") not in seen
    (look,) = people.Access.objects.all()
    assert (look.action, look.clients, look.actor_kind) == ("statement", [amina.pk], "client")
    answer = portal.visitor("amina", lang="de").get(f"/file/papers/payments/{pk}/statement.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="statement-2026-07-{pk}-de.pdf"'
    assert words(answer) == "de"


def test_the_rest_of_a_month_says_that_it_is_a_rest(act: Calendar) -> None:
    act.at("2026-07-01")
    amina = paying.authorise("amina")
    act.at("2026-07-31T10:00")
    paying.hand_in(amina, JULY, portal.MARKED)
    act.at("2026-08-03")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    act.at("2026-08-10")
    paying.hand_in(amina, JULY)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-08-12")
    seen = portal.seen("amina", f"/file/papers/payments/{last_payment(amina)}/")
    assert "It is the rest of a month of which €1,759.92 was paid before, before tax." in seen
    assert "€262.11 was paid on 12 August 2026." in seen


def test_somebody_elses_payment_and_year_do_not_exist(act: Calendar) -> None:
    amina = portal.july_paid(act)
    pk = last_payment(amina)
    bram = portal.visitor("bram")
    for path in (
        f"payments/{pk}/",
        f"payments/{pk}/statement.pdf",
        "tax/2026/",
        "tax/2026/data.pdf",
        "tax/2025/",
    ):
        assert bram.get(f"/file/papers/{path}").status_code == 404, path
    assert portal.visitor("amina").get("/file/papers/tax/2025/").status_code == 404


def test_a_year_for_the_tax_is_what_the_bank_paid_in_it_and_says_what_is_not_settled(act: Calendar) -> None:
    amina = portal.july_paid(act)
    act.at("2026-08-31T10:00")
    paying.hand_in(amina, AUGUST)
    act.at("2026-09-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2027-01-04")
    act.at("2027-02-01")
    page = portal.seen("amina", "/file/papers/")
    assert "Income year 2026" in page and "Income year 2027" in page
    seen = portal.seen("amina", "/file/papers/tax/2026/")
    for told in (
        "In 2026 we paid you €1,759.92 before tax and withheld €177.57 of tax.",
        "ONEM makes a negative fiche after it", "This is our reading.", "The boxes of the fiche are not in a text",
    ):  # fmt: skip
        assert told in seen, told
    assert "4 August 2026" in seen and "January 2027" not in seen
    assert words(portal.visitor("amina", lang="nl").get("/file/papers/tax/2026/data.pdf")) == "nl"


def test_a_payment_that_came_back_counts_in_no_year_and_a_claim_takes_nothing_off(act: Calendar) -> None:
    amina = portal.july_paid(act)
    paying.onem_says(amina, "C13", 10_000)
    paying.prepared(calculations=1, claims=1, empty=1)
    seen = portal.seen("amina", "/file/papers/tax/2026/")
    assert "we paid you €1,759.92 before tax" in seen
    assert "We claim €100.00 back of months paid in this year." in seen
    paying.came_back(amina)
    assert portal.visitor("amina").get("/file/papers/tax/2026/").status_code == 404


def test_a_certificate_tells_months_days_and_amounts_or_that_nothing_was_paid(act: Calendar) -> None:
    portal.july_paid(act)
    page = portal.seen("amina", "/file/papers/?from=2026-07&to=2026-07")
    for told in (
        "For the months from July 2026 to July 2026 CAPAC paid Amina Baert €1,759.92 before tax, €1,582.35 after it.",
        "23.5</td>", "4 August 2026",
    ):  # fmt: skip
        assert told in page, told
    answer = portal.visitor("amina", lang="fr").get(CERTIFICATE)
    assert answer["Content-Disposition"] == 'attachment; filename="certificate-2026-07-2026-07-fr.pdf"'
    assert words(answer) == "fr"
    page = portal.seen("amina", "/file/papers/?from=2026-01&to=2026-06")
    assert "For the months from January 2026 to June 2026 CAPAC paid nothing to Amina Baert." in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("from=2026-13&to=2026-07", "Write both months as 2026-07."),
        ("from=2026-07&to=2026-06", "The first month comes before the last one."),
        ("from=2020-01&to=2026-06", "A certificate covers five years at most."),
        ("from=1900-01&to=2026-06", "This month lies outside the years that our calendars know."),
    ],
)
def test_a_period_that_cannot_be_read_says_why(asked: str, told: str) -> None:
    answer = portal.visitor("amina").get(f"/file/papers/?{asked}")
    assert answer.status_code == 422 and told in answer.content.decode()
    assert portal.visitor("amina").get(f"/file/papers/certificate.pdf?{asked}").status_code == 404
