"""Verification on the desk: rounds and their days, an answer to ONEM, what would be rejected, technical problems."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from capac.core.clock import now
from capac.exchange.models import AuthorisedPeriod
from capac.flows.verify_month import verify_month
from capac.payment.models import Payment
from capac.people import api as people
from capac.records import api as records
from capac.verification.models import Answer, Incident, Outcome, Refund
from tests import world
from tests.verification.paid import authorise, batch, outcome, pay
from tests.web import desk

pytestmark = pytest.mark.django_db
MONTH = "/desk/verification/months/2026-08/"


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T06:00")


def taken(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=True, refused=False, answer="taken")


def verified(monkeypatch: pytest.MonkeyPatch, *outcomes: tuple[str, int, str, bool]) -> list[Payment]:
    """Payments of August told to ONEM, which has spoken of them."""
    names = ("amina", "bram", "chloe")
    payments = [pay(authorise(name)) for name, _ in zip(names, outcomes, strict=False)]
    for _ in range(2):
        verify_month(who="test")
        records.deliver("onem", taken)
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    said = [
        outcome(payment, result, cents, cause=cause, definitive=definitive, notified="2027-01-25")
        for payment, (result, cents, cause, definitive) in zip(payments, outcomes, strict=True)
    ]
    world.incoming(batch(said), "VERIFICATION", at=now())
    verify_month(who="test")
    return payments


def test_the_rounds_show_dates_counts_stakes_and_what_is_ours_next(monkeypatch: pytest.MonkeyPatch) -> None:
    verified(monkeypatch, ("C13", 7489, "AR167-1-1", False))
    page = desk.visitor("pol").get("/desk/verification/").content.decode()
    for text in (
        "At stake now: €74.89.",
        "August 2026",
        "Our answer to the first",
        "31 May",
        "1 to answer",
        "2,022.03",
    ):
        assert text in page
    month = desk.visitor("pol").get(MONTH).content.decode()
    for text in ("1 to answer", "C13, rejected", "we computed wrongly", "OF-2026-08-1.xml", "not certain"):
        assert text in month
    assert people.Access.objects.count() == 0


def test_a_loss_is_contested_with_papers_or_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    verified(monkeypatch, ("C13", 7489, "AR167-1-1", False))
    item, pol = desk.item_of("loss_to_answer"), desk.visitor("pol")
    pol.post(f"/desk/items/{item.pk}/take/")
    refused = pol.post(f"/desk/items/{item.pk}/do/", {"act": "contest", "why": "the card covers it"})
    assert refused.status_code == 422
    assert "Name the papers that prove it" in refused.content.decode()
    told = {"act": "contest", "why": "the card covers it", "papers": "card EC3-1"}
    assert pol.post(f"/desk/items/{item.pk}/do/", told).status_code == 302
    answer = Answer.objects.get()
    assert (answer.kind, answer.papers, answer.why, answer.by) == (
        "contest", "card EC3-1", "the card covers it", "pol",
    )  # fmt: skip
    assert desk.state_of(item) == "done"


def test_a_definitive_loss_is_given_back_at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    verified(monkeypatch, ("C12", 7489, "AR167-1-1", True))
    told = {"kind": "C12", "amount": "74.89", "paid_on": "2027-01-26", "reference": "B1"}
    pol = desk.visitor("pol")
    for spoilt, text in (
        ({"amount": "80.00"}, "more than what is still to be given back"),
        ({"amount": "x"}, "Write the amount in euro"),
        ({"paid_on": ""}, "This day has not come yet"),
        ({"reference": ""}, "Write the bank reference"),
    ):
        refused = pol.post(f"{MONTH}refund/", {**told, **spoilt})
        assert (refused.status_code, text in refused.content.decode()) == (422, True)
    assert pol.post(f"{MONTH}refund/", told).status_code == 302
    assert [(row.kind, row.cents, row.noted_by) for row in Refund.objects.all()] == [("C12", 7489, "pol")]
    assert "given back €74.89" in pol.get(MONTH).content.decode()
    assert desk.visitor("agnes").post(f"{MONTH}refund/", told).status_code == 403


def test_what_would_be_rejected_is_listed_with_its_reason_after_the_register() -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(valid_to=date(2026, 7, 30))
    verify_month(who="test")
    agnes = desk.visitor("agnes")
    page = agnes.get("/desk/verification/foreseen/").content.decode()
    assert "Days are paid that no C2 covers." in page
    assert "Baert" in page
    looked = people.Access.objects.get()
    assert (looked.actor, looked.route, looked.clients) == ("agnes", "desk:foreseen", [payment.client_id])
    item = desk.item_of("would_be_rejected")
    shown = agnes.get(f"/desk/items/{item.pk}/").content.decode()
    assert "1, the first on 31 July 2026" in shown
    assert desk.visitor("sam").get("/desk/verification/foreseen/").status_code == 403


def test_a_step_that_is_late_leads_to_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    pay(authorise("amina"))
    monkeypatch.setenv("CAPAC_NOW", "2026-09-21T06:00")
    verify_month(who="test")
    item = desk.item_of("verification_late")
    shown = desk.visitor("agnes").get(f"/desk/items/{item.pk}/").content.decode()
    assert "Expenditure file (C10)" in shown
    assert f'href="{MONTH}"' in shown


def test_a_refused_file_is_written_again_from_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    pay(authorise("amina"))
    verify_month(who="test")

    def refused(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
        return records.Delivery(accepted=False, refused=True, answer="unknown sender")

    records.deliver("onem", refused)
    verify_month(who="test")
    pol, told = desk.visitor("pol"), {"name": "C10-2026-08-1.xml", "month": "2026-08"}
    pol.post("/desk/verification/again/", told)
    assert "C10-2026-08-2.xml" not in pol.get(MONTH).content.decode()
    pol.post("/desk/verification/again/", {**told, "why": "sender corrected"})
    assert "C10-2026-08-2.xml" in pol.get(MONTH).content.decode()
    again = pol.post("/desk/verification/again/", {**told, "why": "sender corrected"}, follow=True)
    assert "was not refused, or is written again already" in again.content.decode()
    other = {**told, "name": "OF-2026-08-1.xml", "why": "x"}
    assert "was not refused" in pol.post("/desk/verification/again/", other, follow=True).content.decode()


def test_a_technical_problem_is_proposed_by_one_and_decided_by_another() -> None:
    pay(authorise("amina"))
    verify_month(who="test")
    told = {
        "first": "2026-08-04", "last": "2026-08-05", "flows": ["cards"], "scheme": "",
        "reason": "the card flow stood still", "evidence": "report.pdf",
    }  # fmt: skip
    pol, rita = desk.visitor("pol"), desk.visitor("rita")
    refused = pol.post("/desk/verification/incidents/", {**told, "evidence": ""})
    assert (refused.status_code, Incident.objects.count()) == (422, 0)
    assert "Name the file in which the proof is kept." in refused.content.decode()
    pol.post("/desk/verification/incidents/", told)
    row = Incident.objects.get()
    address = f"/desk/verification/incidents/{row.pk}/"
    assert "A second person decides" in pol.get(address).content.decode()
    pol.post(address, {"act": "decide", "seen": "1"})
    row.refresh_from_db()
    assert row.state == "proposed"
    assert "Take 1 expense out of the figure" in rita.get(address).content.decode()
    assert rita.post(address, {"act": "decide", "seen": "7"}).status_code == 422
    assert rita.post(address, {"act": "decide", "seen": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.expenses.count()) == ("decided", "rita", 1)
    assert "the card flow stood still" in rita.get("/desk/verification/incidents/").content.decode()


def test_what_cannot_be_asked_is_not_found() -> None:
    pol = desk.visitor("pol")
    for address in ("months/x/", "months/2020-01/", "incidents/9/"):
        assert pol.get(f"/desk/verification/{address}").status_code == 404
    assert "No month has been paid and ended yet." in pol.get("/desk/verification/").content.decode()
    assert "None is known." in pol.get("/desk/verification/incidents/").content.decode()


def test_what_needs_no_answer_any_more_is_closed_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    verified(monkeypatch, ("C13", 7489, "AR167-1-4", True))
    item, pol = desk.item_of("own_fault_loss"), desk.visitor("pol")
    pol.post(f"/desk/items/{item.pk}/take/")
    assert pol.post(f"/desk/items/{item.pk}/do/", {"note": "papers were late"}).status_code == 302
    assert (desk.state_of(item), Answer.objects.count(), Outcome.objects.count()) == ("done", 0, 1)
    assert pol.post(f"/desk/items/{item.pk}/undo/").status_code == 302
    assert desk.state_of(item) == "taken"
