"""What ONEM says of expenses: what is kept, what needs a person, what is rejected, and that nothing happens twice."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Month
from capac.payment.models import Payment
from capac.records import api as records
from capac.records.models import Reject, Run
from capac.verification import api as verification
from capac.verification.models import Outcome
from capac.work import api as work
from tests import world
from tests.verification.paid import JULY, authorise, batch, line_of, outcome, pay

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(
    (
        "files",
        "rejected_files",
        "outcomes",
        "known",
        "rejected",
        "accepted",
        "C12",
        "C13",
        "C14",
        "neutralised",
    ),
    0,
)
OWN, CLIENT = "AR167-1-4", "client"


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> Payment:
    """Amina's payment of August, told to ONEM."""
    payment = pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26T09:00")
    return payment


def read(*outcomes: str, phase: int = 1, **header: object) -> dict[str, int]:
    return read_file(batch(outcomes, phase=phase, **header))  # type: ignore[arg-type]


def read_file(content: bytes) -> dict[str, int]:
    world.incoming(content, "VERIFICATION", at=now())
    return verification.read_outcomes(who="test")


def said(payment: Payment) -> list[tuple[str, int, int, bool]]:
    rows = Outcome.objects.filter(expense__payment=payment).order_by("phase")
    return [(row.outcome, row.phase, row.amount_cents, row.definitive) for row in rows]


def test_an_outcome_is_kept_with_all_that_it_says(paid: Payment) -> None:
    counts = read(
        outcome(paid, "C13", 7489, cause="AR167-1-3", text="travail le 6 juillet", notified="2027-02-25")
    )
    assert counts == {**NOTHING, "files": 1, "outcomes": 1, "C13": 1}
    assert verification.outcomes_of(paid.client_id) == [
        verification.Verified(
            payment_id=paid.pk,
            month=date(2026, 7, 1),
            scheme="full_unemployment",
            outcome="C13",
            phase=1,
            amount_cents=7489,
            cause="AR167-1-3",
            cause_text="travail le 6 juillet",
            recoverable=True,
            definitive=False,
            notified_on=date(2027, 2, 25),
            refund_by=date(2029, 8, 31),
        )
    ]
    assert Run.objects.get(verb="read_outcomes").counters == counts
    assert records.IncomingFile.objects.get(kind="VERIFICATION").state == "read"
    assert [item.kind for item in work.queue()] == ["loss_to_answer"]


def test_an_elimination_is_refunded_within_twelve_months_of_the_first_notification(paid: Payment) -> None:
    read(outcome(paid, "C13", 7489, cause="AR167-1-2", notified="2027-02-25"))
    second = outcome(paid, "C12", 7489, cause="AR167-1-2", phase=2, notified="2027-02-26")
    read(second, phase=2)
    [told] = verification.outcomes_of(paid.client_id)
    assert (told.outcome, told.refund_by) == ("C12", date(2028, 2, 29))


def test_a_later_phase_replaces_an_earlier_one(paid: Payment, monkeypatch: pytest.MonkeyPatch) -> None:
    read(outcome(paid, "C12", 202203, cause="AR167-1-2"))
    monkeypatch.setenv("CAPAC_NOW", "2027-08-20")
    read(outcome(paid, "accepted", phase=2, definitive=True), phase=2)
    assert said(paid) == [("C12", 1, 202203, False), ("accepted", 2, 0, True)]
    assert [(one.outcome, one.phase) for one in verification.outcomes_of(paid.client_id)] == [("accepted", 2)]


def test_an_earlier_phase_that_comes_late_is_kept_and_changes_nothing(paid: Payment) -> None:
    read(outcome(paid, "accepted", phase=2), phase=2)
    assert read(outcome(paid, "C14", 5000, cause="underpaid"))["C14"] == 1
    assert said(paid) == [("C14", 1, 5000, False), ("accepted", 2, 0, False)]
    assert [one.outcome for one in verification.outcomes_of(paid.client_id)] == ["accepted"]
    assert work.queue() == []


def test_the_same_outcome_again_is_nothing_new(paid: Payment) -> None:
    one = outcome(paid, "C12", 202203, cause="AR167-1-2")
    read(one)
    doubled = batch([one]).replace(b"V2026-08-1", b"V2026-08-1b")
    assert read_file(doubled) == {**NOTHING, "files": 1, "outcomes": 1, "known": 1}
    other_words = outcome(paid, "C12", 202203, cause="AR167-1-2", text="C2 manquant")
    assert read(other_words)["known"] == 1
    assert Outcome.objects.count() == 1


def test_the_same_outcome_twice_in_one_file_is_kept_once(paid: Payment) -> None:
    one = outcome(paid, "C12", 202203, cause="AR167-1-2")
    assert read(one, one) == {**NOTHING, "files": 1, "outcomes": 2, "C12": 1, "known": 1}


def test_the_same_bytes_again_are_not_even_read(paid: Payment) -> None:
    outcomes = [outcome(paid), outcome("L000000000000")]
    assert read(*outcomes)["rejected"] == 1
    assert read(*outcomes) == {**NOTHING, "files": 1}
    assert Reject.objects.count() == 1


@pytest.mark.parametrize("one_file", [True, False])
def test_another_outcome_of_the_same_phase_is_rejected_and_the_first_stays(
    paid: Payment, *, one_file: bool
) -> None:
    first, second = outcome(paid), outcome(paid, "C12", 7489, cause="AR167-1-2")
    counts = [read(first, second)] if one_file else [read(first), read(second)]
    assert (sum(c["accepted"] for c in counts), sum(c["rejected"] for c in counts)) == (1, 1)
    [row] = records.open_rejects()
    assert (row.reason, row.field, row.message_id) == (
        "phase_known_with_other_content",
        "phase",
        line_of(paid),
    )
    assert said(paid) == [("accepted", 1, 0, False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [((1, True), (2, False)), ((1, True), (3, True)), ((2, False), (1, True))],
)
def test_no_phase_follows_a_definitive_outcome(
    paid: Payment, first: tuple[int, bool], second: tuple[int, bool]
) -> None:
    read(outcome(paid, phase=first[0], definitive=first[1]), phase=first[0])
    late = outcome(paid, "C12", 7489, cause="AR167-1-2", phase=second[0], definitive=second[1])
    assert read(late, phase=second[0])["rejected"] == 1
    [row] = records.open_rejects()
    assert (row.reason, row.field, row.arguments) == ("already_definitive", "phase", {"known": str(first[0])})
    assert said(paid) == [("accepted", first[0], 0, first[1])]


@pytest.mark.parametrize(
    ("wrong", "reason", "field", "arguments"),
    [
        ({"payment": "L000000000000"}, "line_unknown", "lineId", {}),
        ({"phase": 2}, "phase_not_of_the_file", "phase", {"value": "2"}),
        ({"notified": "2027-02-27"}, "notified_in_future", "notifiedOn", {"value": "2027-02-27"}),
        ({"notified": "2027-02-30"}, "impossible_date", "notifiedOn", {"value": "2027-02-30"}),
        ({"notified": "2027-02-01Z"}, "impossible_date", "notifiedOn", {"value": "2027-02-01Z"}),
        ({"notified": "1927-02-01"}, "date_out_of_range", "notifiedOn", {"value": "1927-02-01"}),
        ({"result": "C12", "amount": 7489}, "cause_missing", "cause", {"value": "C12"}),
        ({"result": "C13", "amount": 7489, "cause": "underpaid"}, "cause_does_not_fit", "code", {"value": "underpaid"}),
        ({"result": "C14", "amount": 7489, "cause": "client"}, "cause_does_not_fit", "code", {"value": "client"}),
        ({"result": "C12", "amount": 202204, "cause": "client"}, "amount_above_gross", "amount", {}),
        ({"result": "C12", "amount": 0, "cause": "client"}, "amount_zero", "amount", {}),
        ({"result": "C14", "amount": 0, "cause": "underpaid"}, "amount_zero", "amount", {}),
        ({"result": "accepted", "amount": 1}, "amount_with_acceptance", "amount", {}),
        ({"result": "neutralised", "amount": 300}, "amount_above_tolerance", "amount", {}),
        ({"result": "C15", "amount": 300}, "not_as_described", "result", {"value": "C15"}),
        ({"result": "C12", "amount": 1, "cause": "whim"}, "not_as_described", "code", {"value": "whim"}),
        ({"result": "C12", "amount": 1, "cause": "client", "text": "x" * 301}, "not_as_described", "text", {}),
        ({"phase": 4}, "not_as_described", "phase", {"value": "4"}),
    ],
)  # fmt: skip
def test_each_fault_of_an_outcome_has_its_reason_and_the_others_are_kept(
    paid: Payment, wrong: dict[str, object], reason: str, field: str, arguments: dict[str, str]
) -> None:
    other = pay(authorise("bram"), on=date(2026, 9, 30))
    verification.write_c10(Month(2026, 9), who="test")
    bad = outcome(**{"payment": paid, **wrong})  # type: ignore[arg-type]
    assert read(bad, outcome(other), month="2026-08")["rejected"] == 2
    assert {row.reason for row in records.open_rejects()} == {reason, "line_of_another_month"}
    row = next(row for row in records.open_rejects() if row.reason == reason)
    assert (row.field, row.message_id) == (field, wrong.get("payment", line_of(paid)))
    assert {name: value for name, value in row.arguments.items() if name != "rule"} == arguments
    assert row.line is not None
    assert 2 <= row.line <= 10
    assert len(work.queue()) == 2
    assert Outcome.objects.count() == 0


def test_a_fault_beside_a_good_outcome_costs_only_itself(paid: Payment) -> None:
    counts = read(outcome("L000000000000"), outcome(paid))
    assert counts == {**NOTHING, "files": 1, "outcomes": 2, "accepted": 1, "rejected": 1}
    assert said(paid) == [("accepted", 1, 0, False)]


def test_a_difference_just_below_three_euros_is_let_be(paid: Payment) -> None:
    assert read(outcome(paid, "neutralised", 299, definitive=True))["neutralised"] == 1
    assert (verification.is_tolerated(299, JULY), verification.is_tolerated(-299, JULY)) == (True, True)
    assert not any(verification.is_tolerated(cents, JULY) for cents in (0, 300, -300))


WHOLE = batch([outcome("L000000000001"), outcome("L000000000002")])


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty_file", None),
        (b"hello", "not_xml", 1),
        (WHOLE[: len(WHOLE) // 2], "cut", 7),
        (WHOLE[:-4], "cut", 18),
        (WHOLE.replace(b"</result>", b"</resul>", 1), "not_xml", 4),
        (WHOLE.replace(b"VerificationBatch", b"C2Batch"), "wrong_root", 1),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>" + WHOLE, "doctype_not_allowed", 1),
        (WHOLE.replace(b'count="2"', b'count="3"'), "count_mismatch", 1),
        (WHOLE.replace(b'introductionMonth="2026-08"', b'introductionMonth="2026-8"'), "wrong_header", 1),
        (WHOLE.replace(b'phase="1" count', b'phase="4" count'), "wrong_header", 1),
        (WHOLE.replace(b"</VerificationBatch>", b"<line/></VerificationBatch>"), "not_an_outcome", 18),
    ],
)
def test_a_file_at_fault_is_rejected_whole_and_taken_when_it_comes_again(
    paid: Payment, content: bytes, reason: str, line: int | None
) -> None:
    assert read_file(content.replace(b"L000000000001", line_of(paid).encode())) == {
        **NOTHING, "files": 1, "rejected_files": 1,
    }  # fmt: skip
    [row] = records.open_rejects()
    assert (row.reason, row.line, row.file is not None and row.file.state) == (reason, line, "rejected")
    assert [item.kind for item in work.queue()] == ["rejected_message"]
    assert Outcome.objects.count() == 0
    assert read(outcome(paid))["accepted"] == 1


@pytest.mark.parametrize(
    ("asked", "kind", "arguments"),
    [
        (("C14", 5000, "underpaid"), "complement_proposed", {"outcome": "C14", "amount": "50.00", "cause": "underpaid"}),
        (("C12", 7489, OWN), "own_fault_loss", {"outcome": "C12", "amount": "74.89", "cause": OWN}),
        (("C13", 7489, OWN), "own_fault_loss", {"outcome": "C13", "amount": "74.89", "cause": OWN}),
    ],
)  # fmt: skip
def test_a_complement_and_a_loss_of_ours_wait_for_a_person_until_a_later_phase(
    paid: Payment, asked: tuple[str, int, str], kind: str, arguments: dict[str, str]
) -> None:
    result, amount, cause = asked
    read(outcome(paid, result, amount, cause=cause))
    [item] = work.queue()
    assert (item.kind, item.subject_kind, item.subject_id, item.client_id, item.arguments) == (
        kind, "verification.Outcome", Outcome.objects.get().pk, paid.client_id,
        {**arguments, "month": "2026-07", "scheme": "full_unemployment", "answer_by": "2027-05-31"},
    )  # fmt: skip
    read(outcome(paid, result, amount, cause=cause))
    assert len(work.queue()) == 1
    read(outcome(paid, phase=2), phase=2)
    assert work.queue() == []
    assert [(row.kind, row.outcome) for row in work.queue(work.Filters(states=["done"]))] == [
        (kind, "replaced_by_later_phase")
    ]


@pytest.mark.parametrize("cause", ["AR167-1-1", "AR167-1-2", "AR167-1-3", "AR167-1-5"])
def test_a_loss_that_can_be_contested_waits_for_our_answer(paid: Payment, cause: str) -> None:
    read(outcome(paid, "C13", 7489, cause=cause))
    assert [(item.kind, item.arguments["answer_by"]) for item in work.queue()] == [
        ("loss_to_answer", "2027-05-31")
    ]


@pytest.mark.parametrize(("cause", "definitive"), [(CLIENT, False), (CLIENT, True), ("AR167-1-5", True)])
def test_the_client_s_own_act_and_what_is_definitive_ask_for_nobody(
    paid: Payment, cause: str, definitive: bool
) -> None:
    read(outcome(paid, "C13", 7489, cause=cause, definitive=definitive))
    assert work.queue() == []
