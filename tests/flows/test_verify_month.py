"""Verification as a round: files out, followed, outcomes in; repeated it does nothing more."""

from __future__ import annotations

import uuid
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from capac.core.clock import now
from capac.debt import api as debt
from capac.flows.exchange_day import exchange_day
from capac.flows.pay_month import prepare_payments
from capac.flows.verify_month import COUNTERS, verify_month
from capac.payment.models import Payment
from capac.records import api as records
from capac.records.models import OutgoingMessage, Run
from capac.verification import api as verification
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.verification.paid import JULY, SCHEME, authorise, batch, outcome, pay

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(COUNTERS, 0)


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T06:00")


def taken(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=True, refused=False, answer="taken")


def refused(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=False, refused=True, answer="unknown sender")


def test_a_month_goes_out_is_followed_and_its_outcome_lowers_what_is_owed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amina = authorise("amina")
    payment = pay(amina)
    assert verify_month(who="test") == {**NOTHING, "written": 1}
    assert verify_month(who="test") == NOTHING
    assert records.deliver("onem", taken)["sent"] == 1
    assert verify_month(who="test") == {**NOTHING, "sent": 1, "bank_file": 1, "papers": 1}
    assert records.deliver("onem", taken)["sent"] == 2
    assert verify_month(who="test") == {**NOTHING, "sent": 2}
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26T06:00")
    losses = [outcome(payment, "C12", 7489, cause="AR167-1-2")]
    world.incoming(batch(losses), "VERIFICATION", at=now())
    counters = verify_month(who="test")
    assert counters == {**NOTHING, "written": 5, "files": 1, "outcomes": 1, "late": 11}
    assert verification.lowered(None, [JULY]) == {(amina.pk, SCHEME, JULY): (("C12", 7489),)}
    assert verify_month(who="test") == NOTHING
    assert Run.objects.filter(verb="verify_month", state="finished").count() == 6


def test_the_round_of_exchange_reads_outcomes_too() -> None:
    payment = pay(authorise("amina"))
    verify_month(who="test")
    world.incoming(batch([outcome(payment)]), "VERIFICATION", at=now())
    world.incoming(world.ec3_batch(world.card("amina", "2026-08")), "EC3", at=now())
    assert exchange_day(who="test")["readers"] >= 3
    assert [one.outcome for one in verification.outcomes_of(payment.client_id)] == ["accepted"]
    assert set(records.IncomingFile.objects.values_list("state", flat=True)) == {"read"}


def test_a_refused_file_is_written_again_from_the_command_line_with_who_and_why() -> None:
    pay(authorise("amina"), on=date(2026, 8, 4))
    verify_month(who="test")
    records.deliver("onem", refused)
    assert verify_month(who="test") == {**NOTHING, "refused": 1}
    assert [item.kind for item in work.queue()] == ["rejected_message"]
    for arguments in (["--again", "2026-08"], ["--again", "2026-8", "--who", "pol", "--why", "x"]):
        with pytest.raises(CommandError):
            call_command("verify_month", *arguments)
    out = StringIO()
    call_command(
        "verify_month", "--again", "2026-08", "--who", "pol", "--why", "sender corrected", stdout=out
    )
    assert out.getvalue() == "C10-2026-08-2.xml\n"
    assert work.queue() == []
    file = verification.ExpenditureFile.objects.get()
    last = records.history("verification.ExpenditureFile", file.pk)[-1]
    assert (last.to_state, last.who, last.why) == ("written", "pol", "sender corrected")
    with pytest.raises(CommandError, match="was not refused"):
        call_command("verify_month", "--again", "2026-08", "--who", "pol", "--why", "again")
    assert OutgoingMessage.objects.count() == 2


def test_the_command_says_its_counters() -> None:
    out = StringIO()
    call_command("verify_month", stdout=out)
    assert (
        out.getvalue()
        == "foreseen=0 mended=0 written=0 waiting=0 unwritten=0 sent=0 refused=0 files=0 outcomes=0 rejected=0"
        " bank_file=0 papers=0 answers=0 late=0\n"
    )


def debts(client_id: int) -> list[tuple[str, int, list[tuple[int, str]]]]:
    return [
        (owed.state, owed.cents, [(entry.cents, entry.cause) for entry in owed.entries])
        for owed in debt.debts_of(client_id)
    ]


def test_what_onem_eliminates_becomes_a_debt_and_what_it_accepts_after_all_cancels_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar = paying.Calendar(monkeypatch)
    calendar.at("2026-07-31")
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    calendar.at("2026-08-03")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-09-01")
    assert verify_month(who="test")["written"] == 1
    payment, claim = Payment.objects.get(), (paying.WHOLE_JULY, "C12")
    for at, outcomes, phase in (
        ("2027-02-26", [outcome(payment, "C12", paying.WHOLE_JULY, cause="AR167-1-2")], 1),
        ("2027-08-27", [outcome(payment, definitive=True, phase=2)], 2),
    ):
        calendar.at(at)
        world.incoming(batch(outcomes, phase=phase), "VERIFICATION", at=now())
        assert verify_month(who="test")["outcomes"] == 1
        prepare_payments(who="test")
        if phase == 1:
            assert debts(amina.pk) == [("open", paying.WHOLE_JULY, [claim])]
            prepare_payments(who="test")
            assert debts(amina.pk) == [("open", paying.WHOLE_JULY, [claim])]
    assert debts(amina.pk) == [("cancelled", 0, [claim, (-paying.WHOLE_JULY, "C12")])]
    assert Payment.objects.count() == 1
