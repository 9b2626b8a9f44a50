"""Owed minus paid: each case to the cent, and for any history that running again decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from capac.payment.difference import Decision, Position, Sums, decide

G = 202203
T = 20402


def position(**facts: object) -> Position:
    """A month owed 2022.03 with nothing paid, unless told otherwise."""
    whole = {"owed": Sums(G), "lowered": {}, "counted": Sums(), "claimed": 0, **facts}
    return Position(**whole)  # type: ignore[arg-type]


def test_what_was_never_paid_is_paid_whole() -> None:
    owed = Sums(G, T, {"maintenance": 15000})
    assert decide(position(owed=owed)) == Decision(G, G, owed, (), ())


def test_what_is_paid_is_not_paid_again() -> None:
    owed = Sums(G, T, {"maintenance": 15000})
    assert decide(position(owed=owed, counted=owed)) == Decision(0, 0, None, (), ())


def test_a_rise_carries_the_rest_of_tax_and_of_each_withholding() -> None:
    before, after = (
        Sums(100000, 10090, {"seizure": 4000}),
        Sums(120000, 12108, {"seizure": 7000, "assignment": 1000}),
    )
    decision = decide(position(owed=after, counted=before))
    assert decision.payment == Sums(20000, 2018, {"seizure": 3000, "assignment": 1000})


def test_a_fall_is_claimed_gross_with_what_moved_as_its_cause() -> None:
    decision = decide(position(owed=Sums(90000, 9081), counted=Sums(100000, 10090), before=(100000, {})))
    assert decision == Decision(-10000, 0, None, (("recalculation", 10000),), ())


def test_an_elimination_is_claimed_and_its_acceptance_cancels_it() -> None:
    paid = Sums(100000)
    claimed = decide(position(owed=paid, counted=paid, lowered={"C12": 3000}, before=(100000, {})))
    assert claimed.changes == (("C12", 3000),)
    cancelled = decide(position(owed=paid, counted=paid, claimed=3000, before=(100000, {"C12": 3000})))
    assert cancelled == Decision(3000, 0, None, (("C12", -3000),), ())


def test_one_error_that_both_correct_is_claimed_once() -> None:
    decision = decide(
        position(owed=Sums(90000), counted=Sums(100000), lowered={"C13": 500}, before=(100000, {}))
    )
    assert decision.changes == (("C13", 500), ("recalculation", 9500))


def test_what_onem_takes_out_beyond_our_own_correction_is_claimed() -> None:
    decision = decide(
        position(
            owed=Sums(90000), counted=Sums(100000), lowered={"C13": 12000}, claimed=10000, before=(90000, {})
        )
    )
    assert decision.changes == (("C13", 2000),)


def test_a_rise_first_cancels_the_open_debt() -> None:
    part = position(owed=Sums(95000), counted=Sums(100000), claimed=10000, before=(90000, {}))
    assert decide(part) == Decision(5000, 0, None, (("recalculation", -5000),), ())
    more = position(owed=Sums(103000, 10392), counted=Sums(100000, 10090), claimed=10000, before=(90000, {}))
    assert decide(more) == Decision(13000, 3000, Sums(3000, 302), (("recalculation", -10000),), ())


def test_a_transfer_that_came_back_is_paid_again_even_under_an_elimination() -> None:
    owed = Sums(100000, 10090)
    decision = decide(
        position(owed=owed, lowered={"C12": 30000}, before=(100000, {"C12": 30000}), claimed=30000)
    )
    assert decision.changes == (("recalculation", -30000),)
    assert decision.payment == Sums(70000, 7063)


def test_nobody_owes_more_than_was_paid() -> None:
    decision = decide(position(owed=Sums(0), counted=Sums(1000), lowered={"C12": 400}, before=(1000, {})))
    assert sum(cents for _, cents in decision.changes) == 1000


def test_a_payment_is_never_below_zero_for_anybody() -> None:
    less_tax = decide(position(owed=Sums(G + 300, 0), counted=Sums(G, T)))
    assert (less_tax.payment, less_tax.differs) == (
        None,
        (("tax_differs", {"owed": "0", "carried": str(T)}),),
    )
    more_kept = decide(position(owed=Sums(G + 300, 0, {"maintenance": 15000}), counted=Sums(G)))
    assert more_kept.payment is None
    assert more_kept.differs == (
        ("withholding_differs", {"owed": "15000", "carried": "0", "kind": "maintenance"}),
    )


def test_an_accepted_difference_is_paid_as_far_as_there_is_money() -> None:
    asked = position(owed=Sums(G + 300, 0, {"maintenance": 15000}), counted=Sums(G))
    accepted = replace(asked, accepted=decide(asked).differs)
    assert decide(accepted).payment == Sums(300, 0, {"maintenance": 300})


def test_tax_or_a_withholding_that_differs_beside_an_equal_gross_is_told() -> None:
    assert decide(position(counted=Sums(G, 100))).differs == (
        ("tax_differs", {"owed": "0", "carried": "100"}),
    )
    kept = position(owed=Sums(G, 0, {"seizure": 500}), counted=Sums(G))
    assert decide(kept).differs == (
        ("withholding_differs", {"owed": "500", "carried": "0", "kind": "seizure"}),
    )


def test_under_an_open_debt_tax_is_compared_in_proportion() -> None:
    owed = Sums(25 * 7489, 18891)
    agrees = position(owed=owed, counted=Sums(27 * 7489, 20402), claimed=2 * 7489)
    assert decide(agrees).differs == ()
    assert decide(replace(agrees, owed=Sums(25 * 7489, 0))).differs != ()


def test_beside_a_debt_mediator_nothing_is_withheld_or_compared() -> None:
    decision = decide(position(owed=Sums(G + 700), counted=Sums(G, 0, {"seizure": 5000}), collective=True))
    assert (decision.payment, decision.differs) == (Sums(700), ())


@dataclass
class Books:
    """The books of one month: payments by what they carry, the open debt, the last calculation."""

    payments: list[Sums] = field(default_factory=list)
    claimed: int = 0
    before: tuple[int, dict[str, int]] = (0, {})

    def counted(self) -> Sums:
        withheld: dict[str, int] = {}
        for one in self.payments:
            for kind, cents in one.withheld.items():
                withheld[kind] = withheld.get(kind, 0) + cents
        return Sums(sum(p.gross for p in self.payments), sum(p.tax for p in self.payments), withheld)

    def run(self, owed: Sums, lowered: dict[str, int]) -> Decision:
        decision = decide(Position(owed, lowered, self.counted(), self.claimed, self.before))
        self.before = (owed.gross, lowered)
        self.claimed += sum(cents for _, cents in decision.changes)
        if decision.payment:
            self.payments.append(decision.payment)
        return decision


GROSS = st.integers(0, 300000)
RATES = st.sampled_from([0, 1009, 2500])
KEPT = st.sampled_from([{}, {"maintenance": 15000}, {"recovery_ex_officio": 10}])


@st.composite
def facts(draw: st.DrawFn) -> tuple[Sums, dict[str, int]]:
    gross = draw(GROSS)
    tax = gross * draw(RATES) // 10000
    kept = {
        kind: min(gross - tax, gross * cents // 100 if cents == 10 else cents)
        for kind, cents in draw(KEPT).items()
    }
    taken = draw(st.dictionaries(st.sampled_from(["C12", "C13"]), st.integers(1, 200000), max_size=2))
    return Sums(gross, tax, {kind: cents for kind, cents in kept.items() if cents}), taken


@given(st.lists(st.tuples(facts(), st.booleans()), min_size=1, max_size=12))
def test_after_any_history_the_balance_is_nothing_or_held(
    acts: list[tuple[tuple[Sums, dict[str, int]], bool]],
) -> None:
    books = Books()
    for (owed, lowered), comes_back in acts:
        if comes_back and books.payments:
            books.payments.pop()
        decision = books.run(owed, lowered)
        paid = books.counted()
        corrected = max(0, paid.gross - owed.gross)
        effective = max(0, owed.gross - max(0, sum(lowered.values()) - corrected))
        balance = effective - paid.gross + books.claimed
        assert balance == (decision.due if decision.differs else 0)
        assert balance >= 0 <= books.claimed
        assert books.claimed == max(0, paid.gross - effective)
        assert all(
            min(p.gross, p.tax, p.gross - p.tax - sum(p.withheld.values()), *p.withheld.values(), 0) == 0
            for p in books.payments
        )
        if balance == 0 == books.claimed and effective == owed.gross > 0 and not decision.differs:
            assert (paid.tax, paid.withheld) == (owed.tax, owed.withheld)
        again = books.run(owed, lowered)
        assert (again.payment, again.changes, again.due) == (None, (), balance)
