"""How well the mirror foresees: our month against ONEM's own code, with seeded errors of ours and causes of its own.

ONEM never sees what the mirror found, and the mirror never sees ONEM's count. What comes to ONEM after the C10,
and what it finds by its own means (world/population.py, VERDICTS), cannot be foreseen and stays in the recall.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from capac.exchange import api as exchange
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Payment, PaymentRun
from capac.people import api as people
from capac.records import api as records
from capac.verification import api as verification
from capac.verification.models import Outcome, Prediction
from tests.flows import paying
from tests.outside.serving import served
from world import onem, population
from world.files import Card, Decision, File
from world.mailbox import Box

pytestmark = pytest.mark.django_db
TOKEN = "mailbox"
JULY = "2026-07"
ERRORS_PERMILLE = {"late_card": 15, "late_end": 15, "too_late_card": 8, "overpaid": 15, "twice": 8}
"""What goes wrong, one in so many thousand each: facts that come after the payment, and errors of our own."""


@dataclass(frozen=True)
class Measured:
    """What was foreseen and told, what ONEM rejected, and both."""

    people: int
    told: int
    rejected: int
    confirmed: int
    knowable: int

    @property
    def precision(self) -> float:
        return self.confirmed / self.told

    @property
    def recall(self) -> float:
        return self.confirmed / self.rejected

    def __str__(self) -> str:
        return (
            f"{self.people} people: {self.told} foreseen, {self.rejected} rejected by ONEM, {self.confirmed} both: "
            f"precision {self.precision:.3f}, recall {self.recall:.3f} ({self.knowable} of the rejected could be known)"
        )


def spoilt(file: File, rng: Random) -> tuple[File, str]:
    """A file in which something comes after the payment, or to which we will do wrong; and what."""
    chosen = rng.randrange(1000)
    for name, share in ERRORS_PERMILLE.items():
        if chosen < share:
            spoil = _SPOILERS.get(name)
            return (spoil(file, rng) if spoil else file), name
        chosen -= share
    return file, ""


def _card(file: File, rng: Random, sent: date) -> File:
    """A later version of July's card, with some days worked at the beginning of the month."""
    if file.paper or JULY not in file.cards or not file.cards[JULY]:
        return file
    last = file.cards[JULY][-1]
    worked = dict.fromkeys([date(2026, 7, 6) + timedelta(7 * n) for n in range(rng.randint(1, 4))], "worked")
    later = Card(JULY, last.version + 1, sent, {**last.marks, **worked}, last.left)
    return replace(file, cards={**file.cards, JULY: (*file.cards[JULY], later)})


def _end(file: File, rng: Random) -> File:
    """A decision that comes after the payment: the right ended in July."""
    first = file.decisions[0]
    if first.refusal:
        return file
    last = date(2026, 7, rng.randint(10, 28))
    bodies = tuple(
        replace(body, last=min(body.last or last, last)) for body in first.bodies if body.first <= last
    )
    refusal = replace(first.bodies[0], first=last + timedelta(1), last=None, code="00")
    later = Decision(date(2026, 8, 20), (*bodies, refusal), sequence=2, refusal="exclusion")
    return replace(file, decisions=(*file.decisions, later)) if bodies else file


_SPOILERS: dict[str, Callable[[File, Random], File]] = {
    "late_card": lambda file, rng: _card(file, rng, date(2026, 8, 20)),
    "too_late_card": lambda file, rng: _card(file, rng, date(2026, 10, 20)),
    "late_end": _end,
}


def measure(seed: int, number: int, folder: Path, calendar: paying.Calendar) -> Measured:
    """One month of so many people from facts to ONEM's first phase, nothing mended."""
    wish, rng = population.Wish(seed, number, 0), Random(f"mirror/{seed}")
    pairs = [spoilt(file, rng) for file in population.files(wish)]
    wrong = {file.niss: name for file, name in pairs if name}
    calendar.at("2026-07-31T12:00")
    people.load(population.as_lines(wish), source="test")
    box = Box(folder, token=TOKEN)
    outside = onem.Onem(box, tuple(file for file, _ in pairs))
    with served(onem.application(outside)) as address:
        mailbox = records.Mailbox(address, TOKEN)
        outside.day({"date": "2026-08-03"})
        calendar.at("2026-08-03T05:00")
        _read(mailbox)
        prepare_payments(who="pol")
        paying.paid(payment.runs(1)[0].id)
        _err(wrong, rng)
        outside.day({"date": "2026-08-31"})
        calendar.at("2026-09-01T05:00")
        _read(mailbox)
        verification.foresee_due(who="test")
        calendar.at("2026-09-15T05:00")
        assert verification.write_due(who="test")["written"] == 1
        assert records.deliver("onem", mailbox.send)["sent"] == 1
        verification.follow_files(who="test")
        outside.day({"date": "2027-01-25"})
        calendar.at("2027-01-26T05:00")
        records.collect("onem", mailbox, who="test")
        assert verification.read_outcomes(who="test")["rejected"] == 0
    box.store.close()
    return _counted(number, wrong)


def _read(mailbox: records.Mailbox) -> None:
    records.collect("onem", mailbox, who="test")
    exchange.read_c2(who="test")
    payment.read_ec3(who="test")


def _err(wrong: dict[str, str], rng: Random) -> None:
    """Our own errors: days too many, and a month paid a second time."""
    numbers = people.numbers_of(set(Payment.objects.values_list("client_id", flat=True)))
    second = PaymentRun.objects.get(state="filed")
    second.pk = None
    second.save(force_insert=True)
    for row in Payment.objects.select_related("calculation").order_by("pk"):
        name = wrong.get(numbers[row.client_id])
        if name == "overpaid":
            more = row.calculation.daily_cents * rng.randint(1, 3)
            Payment.objects.filter(pk=row.pk).update(
                gross_cents=row.gross_cents + more, transfer_cents=row.transfer_cents + more
            )
        elif name == "twice":
            row.pk, row.run, row.end_to_end_id = None, second, f"{row.end_to_end_id}-2"
            row.save(force_insert=True)


def _counted(number: int, wrong: dict[str, str]) -> Measured:
    told = set(Prediction.objects.filter(state="told").values_list("payment_id", flat=True))
    lost = Outcome.objects.filter(phase=1, outcome__in=("C12", "C13")).select_related("expense")
    rejected = {row.expense.payment_id: row.expense.client_id for row in lost}
    numbers = people.numbers_of(set(rejected.values()))
    knowable = sum(wrong.get(numbers[one], "too_late_card") != "too_late_card" for one in rejected.values())
    return Measured(number, len(told), len(rejected), len(told & rejected.keys()), knowable)


def test_the_mirror_foresees_what_can_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = measure(7, 300, tmp_path, paying.Calendar(monkeypatch))
    assert found.precision >= 0.8, found
    assert found.confirmed >= 0.9 * found.knowable > 0, found


@pytest.mark.prove
def test_precision_and_recall_of_the_mirror_on_an_unseen_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    seed = secrets.randbelow(1_000_000)
    found = measure(seed, 5000, tmp_path, paying.Calendar(monkeypatch))
    record_property("told", f"seed {seed}: {found}")
    assert found.precision >= 0.8, found
    assert found.confirmed >= 0.9 * found.knowable > 0, found
