"""For random histories of real facts: after each run everything agrees, and running again changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capac.core.clock import now
from capac.debt import api as debt
from capac.flows import balances
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment, PaymentRun
from capac.people import api as people
from tests import world
from tests.flows import paying
from tests.flows.paying import JULY, Calendar

pytestmark = pytest.mark.django_db
DAYS = [f"2026-07-{day:02d}" for day in range(1, 32)]
ACTS = (
    "card",
    "decision",
    "refusal",
    "back",
    "eliminated",
    "accepted",
    "account",
    "released",
    "dropped",
    "retention",
)
SEQUENCES = {"C12": "AR167-1-2", "C13": "AR167-1-1"}


class History:
    """One client whose facts come one after the other."""

    def __init__(self, pick: random.Random, calendar: Calendar) -> None:
        self.pick, self.calendar, self.day = pick, calendar, date(2026, 7, 31)
        self.sequence, self.phase = 1, 0
        calendar.at(str(self.day))
        self.client = paying.authorise(f"{pick.choice(['amina', 'bram', 'chloe', 'dieter'])}", self._body())

    def act(self, name: str) -> None:
        """One day later something becomes known."""
        self.day += timedelta(1)
        self.calendar.at(str(self.day))
        acts: dict[str, Callable[[], None]] = {
            "card": self._card,
            "decision": lambda: self._decide(self._body()),
            "refusal": lambda: self._decide(
                world.body("2026-07-01", code="00"), "<S52><reason>not_available</reason></S52>"
            ),
            "retention": lambda: self._decide(
                self._body(),
                "<S06><recoveryExOfficio><percent>10</percent><from>2026-07-01</from></recoveryExOfficio></S06>",
            ),
            "back": lambda: paying.came_back(self.client),
            "eliminated": lambda: self._onem(self.pick.choice(["C12", "C13"]), self.pick.randrange(1, 60000)),
            "accepted": lambda: self._onem("accepted", 0),
            "account": self._account,
            "released": self._release,
            "dropped": self._drop,
        }
        acts[name]()

    def _body(self) -> str:
        amount = f"{self.pick.randrange(4000, 9000) / 100:.2f}"
        if self.pick.random() < 0.4:
            return world.body("2026-07-01", code="01/43BA1", firstYear="true", dailyAmount=amount)
        return world.body(self.pick.choice(["2026-07-01", "2026-07-16"]), dailyAmount=amount)

    def _card(self) -> None:
        marked = self.pick.sample(DAYS, self.pick.randrange(0, 6))
        paying.hand_in(
            self.client, JULY, {day: self.pick.choice(["worked", "sick", "holiday"]) for day in marked}
        )

    def _decide(self, body: str, modules: str = "") -> None:
        self.sequence += 1
        name = next(name for name in ("amina", "bram", "chloe", "dieter") if self._is(name))
        paying.authorise(name, body, sequence=self.sequence, modules=modules)

    def _is(self, name: str) -> bool:
        return people.current_numbers([world.number_of(name)]).get(world.number_of(name)) == self.client.pk

    def _onem(self, outcome: str, cents: int) -> None:
        first = Payment.objects.filter(client=self.client).order_by("pk").first()
        if first is not None:
            self.phase += 1
            paying.onem_says(
                self.client,
                outcome,
                min(cents, first.gross_cents),
                phase=self.phase,
                cause=SEQUENCES.get(outcome, ""),
            )

    def _account(self) -> None:
        number = world.account_of(self.pick.choice(["amina", "bram", "chloe", "dieter"]))
        people.change_account(self.client.pk, number, holder="Holder", since=now().date(), source="test")

    def _release(self) -> None:
        for run in PaymentRun.objects.filter(state="prepared"):
            paying.paid(run.pk, on=str(self.day))

    def _drop(self) -> None:
        for run in PaymentRun.objects.filter(state="prepared"):
            payment.drop(run.pk, staff=world.staff("pol"), because=world.because("pol"))

    def agrees(self) -> None:
        """The books after a run: owed = counted - claimed back + what is held, and a second run finds nothing."""
        assert [*payment.check(), *debt.check(), *balances.check()] == []
        last = Calculation.objects.filter(client=self.client, month=JULY).order_by("-pk").first()
        counted = sum(
            row.gross_cents
            for row in Payment.objects.filter(client=self.client, month=JULY)
            if row.state in ("prepared", "released", "filed", "settled")
        )
        claimed = debt.claimed([self.client.pk], [JULY]).get((self.client.pk, paying.SCHEME, JULY), 0)
        owed = max(0, last.gross_cents - last.lowered_cents) if last else 0
        held = Hold.objects.filter(client=self.client, month=JULY, state="open").exists()
        assert counted - claimed == owed or (held and counted - claimed < owed)
        before = self.rows()
        assert not any(prepare_payments(who="again")[name] for name in ("payments", "claims", "calculations"))
        assert self.rows() == before

    def rows(self) -> tuple[int, ...]:
        """How many rows of each kind there are."""
        return tuple(table.objects.count() for table in (Calculation, Payment, Hold, PaymentRun)) + tuple(
            len(owed.entries) for owed in debt.debts_of(self.client.pk)
        )


@contextmanager
def undone() -> Iterator[None]:
    """Each history begins in an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(seed=st.integers(0, 10**6), acts=st.lists(st.sampled_from(ACTS), min_size=4, max_size=10))
def test_after_each_run_the_balance_is_nothing_or_held(
    seed: int, acts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with undone():
        history = History(random.Random(seed), Calendar(monkeypatch))
        for name in ("card", *acts):
            history.act(name)
            prepare_payments(who="pay_month")
            history.agrees()
