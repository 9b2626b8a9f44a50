"""The rounds of verification: their days as data, clocks kept and late, answers, and money given back."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from lxml import etree

from capac.core.clock import now
from capac.core.period import Month
from capac.flows.verify_month import verify_month
from capac.payment.models import Payment
from capac.records import api as records
from capac.records.models import OutgoingMessage
from capac.verification import api as verification
from capac.verification.models import Answer, Dispatch, Outcome, Refund, Step
from capac.verification.rounds import rounds, tolerance
from capac.work import api as work
from tests import world
from tests.verification.paid import authorise, batch, line_of, outcome, pay

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 1)
SPACE = {"p": "urn:capac:own-interface:proofs:1"}
WRONG = "AR167-1-1"


def taken(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=True, refused=False, answer="taken")


def refused(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=False, refused=True, answer="unknown sender")


def exchange() -> None:
    """Two rounds with ONEM between them."""
    verify_month(who="test")
    records.deliver("onem", taken)
    verify_month(who="test")
    records.deliver("onem", taken)
    verify_month(who="test")


def says(*outcomes: str, phase: int = 1) -> None:
    world.incoming(batch(outcomes, phase=phase), "VERIFICATION", at=now())
    assert verification.read_outcomes(who="test")["rejected"] == 0


def clocks() -> dict[str, str]:
    return dict(Step.objects.filter(introduction_month=AUGUST).values_list("name", "state"))


@pytest.fixture
def paid() -> Payment:
    """Amina's payment of August, told to ONEM with its papers."""
    payment = pay(authorise("amina"))
    exchange()
    return payment


def test_the_days_of_september_2026_are_those_of_the_reference() -> None:
    """Example E-V1."""
    september = date(2026, 9, 1)
    months = {name: one.due_on(september) for name, one in rounds(september).items() if "refund" not in name}
    assert months == {
        "c10": date(2026, 10, 20), "bank_file": date(2026, 12, 15), "papers": date(2026, 12, 15),
        "first": date(2027, 2, 28), "first_answer": date(2027, 6, 30), "second": date(2027, 8, 31),
        "second_answer": date(2027, 9, 30), "third": date(2027, 10, 31),
    }  # fmt: skip
    uncertain = [name for name, one in rounds(september).items() if not one.certain]
    assert uncertain == ["first", "first_answer", "second", "second_answer", "third"]
    refunds = [rounds(september)[name].due_on(date(2027, 2, 25)) for name in ("c12_refund", "c13_refund")]
    assert refunds == [date(2028, 2, 29), date(2029, 8, 31)]
    assert tolerance(september).cents == 300
    with pytest.raises(LookupError, match="no rounds of verification are known for 2015-03"):
        rounds(date(2015, 3, 1))


def test_the_bank_file_and_the_papers_follow_the_c10(paid: Payment) -> None:
    names = [row.name for row in OutgoingMessage.objects.order_by("pk")]
    assert names == ["C10-2026-08-1.xml", "OF-2026-08-1.xml", "PAPERS-2026-08-1.xml"]
    bank = etree.fromstring(bytes(OutgoingMessage.objects.get(name="OF-2026-08-1.xml").body))
    assert [[child.text for child in row] for row in bank] == [
        [line_of(paid), paid.end_to_end_id, "executed", "2026-08-04", "1818.01"]
    ]
    papers = etree.fromstring(bytes(OutgoingMessage.objects.get(name="PAPERS-2026-08-1.xml").body))
    assert [[child.text for child in row] for row in papers] == [
        [line_of(paid), "control_card", "EC3-amina-2026-07-1"]
    ]
    assert clocks() == {
        "c10": "done", "bank_file": "done", "papers": "done", "first": "running", "first_answer": "running",
        "second": "running", "second_answer": "running", "third": "running",
    }  # fmt: skip
    assert verify_month(who="test")["sent"] == 0
    assert Dispatch.objects.count() == 2


def test_a_refused_file_is_on_the_list_and_is_written_again_once() -> None:
    pay(authorise("amina"))
    verify_month(who="test")
    records.deliver("onem", taken)
    verify_month(who="test")
    records.deliver("onem", refused)
    assert verify_month(who="test")["refused"] == 2
    [first, _second] = records.open_rejects()
    assert (first.reason, first.message_id) == ("c10_refused", "OF-2026-08-1.xml")
    again = verification.dispatch_again("OF-2026-08-1.xml", because=world.because("pol", "sender corrected"))
    assert (again.name, again.state, again.lines) == ("OF-2026-08-2.xml", "written", 1)
    assert [row.message_id for row in records.open_rejects()] == ["PAPERS-2026-08-1.xml"]
    for name in ("OF-2026-08-1.xml", "OF-2026-08-2.xml"):
        with pytest.raises(verification.VerificationError, match="was not refused, or is written again"):
            verification.dispatch_again(name, because=world.because())


def test_a_clock_that_runs_out_is_told_once_and_closes_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pay(authorise("amina"))
    monkeypatch.setenv("CAPAC_NOW", "2026-09-20T06:00")
    assert verify_month(who="test")["late"] == 0
    monkeypatch.setenv("CAPAC_NOW", "2026-09-21T06:00")
    assert verify_month(who="test")["late"] == 1
    assert verify_month(who="test")["late"] == 0
    [item] = work.queue()
    assert (item.kind, item.arguments) == (
        "verification_late", {"step": "c10", "month": "2026-08", "due_on": "2026-09-20"},
    )  # fmt: skip
    exchange()
    assert work.queue() == []
    c10 = Step.objects.get(name="c10", introduction_month=AUGUST)
    assert (c10.state, c10.done_on) == ("done", date(2026, 9, 21))
    assert [c.to_state for c in records.history("verification.Step", c10.pk)] == ["running", "late", "done"]


def test_a_contest_with_papers_goes_to_onem_and_its_acceptance_ends_the_round(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    says(outcome(paid, "C13", 7489, cause=WRONG, notified="2027-01-25"))
    verify_month(who="test")
    assert (clocks()["first"], clocks()["first_answer"]) == ("done", "running")
    lost = Outcome.objects.get()
    verification.answer(
        lost.pk,
        "contest",
        papers="card EC3-amina-2026-07-1",
        because=world.because("pol", "the card covers it"),
    )
    assert [item.kind for item in work.queue() if item.kind == "loss_to_answer"] == []
    assert verify_month(who="test")["answers"] == 1
    told = etree.fromstring(bytes(OutgoingMessage.objects.get(name="ANSWERS-2026-08-1-1.xml").body))
    assert [[child.text for child in row] for row in told] == [
        [line_of(paid), "contest", "card EC3-amina-2026-07-1", "the card covers it"]
    ]
    assert clocks()["first_answer"] == "running"
    exchange()
    assert clocks()["first_answer"] == "done"
    assert verify_month(who="test")["answers"] == 0
    monkeypatch.setenv("CAPAC_NOW", "2027-07-26T06:00")
    says(outcome(paid, definitive=True, phase=2, notified="2027-07-25"), phase=2)
    verify_month(who="test")
    assert set(clocks().values()) == {"done"}
    assert "c13_refund" in clocks()


@pytest.mark.parametrize(
    ("kind", "papers", "why", "reason"),
    [
        ("shrug", "p", "w", "kind_unknown"),
        ("contest", "p", " ", "why_missing"),
        ("accept", "", "w" * 301, "why_too_long"),
        ("contest", " ", "w", "papers_missing"),
        ("contest", "p" * 201, "w", "papers_too_long"),
    ],
)
def test_an_answer_that_is_not_whole_is_not_kept(
    paid: Payment, monkeypatch: pytest.MonkeyPatch, kind: str, papers: str, why: str, reason: str
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    says(outcome(paid, "C13", 7489, cause=WRONG))
    with pytest.raises(verification.AnswerError, match=reason):
        verification.answer(Outcome.objects.get().pk, kind, papers=papers, because=world.because("pol", why))
    assert Answer.objects.count() == 0


def test_what_is_settled_is_not_answered(paid: Payment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-10-26T06:00")
    why = world.because("pol", "seen")
    with pytest.raises(verification.AnswerError, match="outcome_unknown"):
        verification.answer(0, "accept", because=why)
    says(outcome(paid, "C13", 7489, cause=WRONG))
    first = Outcome.objects.get()
    verification.answer(first.pk, "accept", because=why)
    with pytest.raises(verification.AnswerError, match="answered"):
        verification.answer(first.pk, "accept", because=why)
    says(outcome(paid, "C13", 7489, cause=WRONG, phase=2), phase=2)
    with pytest.raises(verification.AnswerError, match="replaced"):
        verification.answer(first.pk, "accept", because=why)
    says(outcome(paid, "C13", 7489, cause=WRONG, phase=3, definitive=True), phase=3)
    with pytest.raises(verification.AnswerError, match="definitive"):
        verification.answer(Outcome.objects.get(phase=3).pk, "accept", because=why)


def test_what_is_definitive_is_given_back_within_its_months(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    says(outcome(paid, "C12", 7489, cause=WRONG, notified="2027-01-25", definitive=True))
    verify_month(who="test")
    clock = Step.objects.get(introduction_month=AUGUST, name="c12_refund")
    assert (clock.due_on, clock.state) == (date(2028, 1, 31), "running")
    month, why = Month(2026, 8), world.because("pol", "own means")
    day = date(2027, 1, 26)
    for cents, kind, on, reference, reason in (
        (7490, "C12", day, "R1", "more_than_owed"),
        (1, "C13", day, "R1", "more_than_owed"),
        (1, "C14", day, "R1", "kind_unknown"),
        (0, "C12", day, "R1", "not_above_zero"),
        (1, "C12", date(2027, 1, 27), "R1", "in_future"),
        (1, "C12", day, " ", "reference_missing"),
        (1, "C12", day, "R" * 61, "reference_too_long"),
    ):
        with pytest.raises(verification.RefundError, match=reason):
            verification.note_refund(month, kind, cents, paid_on=on, reference=reference, because=why)
    verification.note_refund(month, "C12", 7000, paid_on=day, reference="R1", because=why)
    with pytest.raises(verification.RefundError, match="known"):
        verification.note_refund(month, "C12", 489, paid_on=day, reference="R1", because=why)
    verify_month(who="test")
    assert clocks()["c12_refund"] == "running"
    verification.note_refund(month, "C12", 489, paid_on=day, reference="R2", because=why)
    verify_month(who="test")
    assert clocks()["c12_refund"] == "done"
    assert Refund.objects.count() == 2
    detail = verification.month_of(AUGUST)
    assert (detail.liable, detail.given_back) == ({"C12": 7489}, {"C12": 7489})


def test_the_client_s_own_act_is_not_ours_to_give_back(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    says(outcome(paid, "C13", 7489, cause="client", definitive=True, notified="2027-01-25"))
    verify_month(who="test")
    assert verification.month_of(AUGUST).liable == {}
    assert clocks()["c13_refund"] == "done"


def test_an_overview_shows_dates_counts_and_what_is_at_stake(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-01-26T06:00")
    says(outcome(paid, "C13", 7489, cause=WRONG, notified="2027-01-25"))
    verify_month(who="test")
    view = next(one for one in verification.months(12) if one.month == AUGUST)
    assert (view.state, view.lines, view.gross_cents, view.at_stake_cents) == ("sent", 1, 202203, 7489)
    assert {name: (one.number, one.cents) for name, one in view.phases[1].items()} == {"C13": (1, 7489)}
    asked = view.steps["first_answer"]
    assert (asked.due_on, asked.is_certain, asked.state) == (date(2027, 5, 31), False, "running")
    assert verification.month_of(AUGUST).to_answer == {1: 1, 2: 0}
    with pytest.raises(LookupError):
        verification.month_of(date(2020, 1, 1))
