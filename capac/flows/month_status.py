"""How a client's month stands, as a code, whose turn it is and which date to expect. Pure: facts in, a status out.

not_authorised   nothing is authorised for this month
refused          ONEM gives no right (`reason`)
not_over         the month is still running; with `missing` it says what will be asked
card_missing     the client's card is not here
card_too_early   a paper card was handed in before the month's end: a new one is needed
being_computed   everything is here; the next run computes it
held             something stops it (`reason` is the hold's)
prepared         computed and waiting for its second person, or released and not yet at the bank
at_bank          in a file at the bank
paid             on the account; with a `reason` something of it is still open
returned         the bank refused it or sent it back (`reason` is the bank's code, or the hold's)
nothing_owed     computed, and it comes to nothing
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from capac.core.period import Month
from capac.core.workdays import Calendar
from capac.exchange import api as exchange
from capac.flows import month_clock
from capac.flows.schemes_of_month import Asked
from capac.flows.schemes_of_month import foreign as foreign_codes
from capac.payment import api as payment

CLIENT, EMPLOYER, US, BANK, NOBODY = "client", "employer", "us", "bank", ""
NO_RIGHT = ("refused", "not_authorised")
RECOMPUTED = "being_recomputed"
DOUBTFUL = "account_doubtful"
CARD, ACCOUNT = "card", "account"
_ASKS_NOTHING = (*NO_RIGHT, "prepared", "at_bank", "nothing_owed")
UNDECLARED = "declaration_missing"
_STALE = {"card_missing", "card_too_early", UNDECLARED, *NO_RIGHT}
"""Holds that the facts of today decide better than the last run."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a month today in one scheme. `segments` are those that touch it, `view` what payment has of it.

    `asked` are the documents that the scheme asks for, `declared_at` and `declared_on` when the employer's
    came to be known and was received, if it did.
    """

    month: Month
    today: date
    calendar: Calendar
    early: date | None
    scheme: str
    asked: Asked
    segments: tuple[exchange.Segment, ...]
    declared_at: datetime | None
    declared_on: date | None
    card: payment.Card | None
    view: payment.MonthView | None
    has_account: bool

    @property
    def payable(self) -> list[exchange.Segment]:
        """The stretches in which something may be paid."""
        return [segment for segment in self.segments if not segment.refusal]

    @property
    def is_over(self) -> bool:
        """The month has ended, or may be paid before its end."""
        return self.today > self.month.last or (self.early is not None and self.today >= self.early)

    @property
    def is_early(self) -> bool:
        """The card that is here was handed in too early."""
        return self.card is not None and month_clock.is_too_early(
            self.card, self.month, self.calendar, segments=self.segments, early=self.early
        )

    @property
    def foreign(self) -> str:
        """The code of a stretch that no scheme of the product computes: the month needs a person, not a card."""
        return next(iter(foreign_codes(self.segments)), "")

    @property
    def lacks_card(self) -> bool:
        """A card is needed and none that can be used is here."""
        asks = self.asked.card and bool(self.payable) and not self.foreign
        return asks and (self.card is None or self.is_early)

    @property
    def lacks_declaration(self) -> bool:
        """The employer's declaration is needed and is not here."""
        return self.asked.is_declared and bool(self.payable) and self.declared_at is None

    @property
    def is_current(self) -> bool:
        """The last calculation knew everything that is known today."""
        if self.view is None or self.view.known_at is None:
            return False
        known = [segment.known_at for segment in self.segments]
        known += [self.card.known_at] if self.card else []
        known += [self.declared_at] if self.declared_at else []
        return all(moment <= self.view.known_at for moment in known)

    @property
    def last_payment(self) -> payment.PaidView | None:
        """The payment made last, one that was stopped before it left left aside."""
        paid = [one for one in self.view.payments if one.state != "dropped"] if self.view else []
        return max(paid, key=lambda one: one.id, default=None)

    @property
    def hold(self) -> payment.HoldView | None:
        """The oldest open hold that still means something."""
        holds = self.view.holds if self.view else ()
        standing = [one for one in holds if one.state == "open" and one.reason not in _STALE]
        standing = [one for one in standing if not (one.reason == "account_missing" and self.has_account)]
        return min(standing, key=lambda one: one.id, default=None)

    @property
    def hold_reason(self) -> str:
        """Its reason; "" where nothing holds."""
        return self.hold.reason if self.hold else ""


@dataclass(frozen=True, slots=True)
class Status:
    """The answer: see the module for the codes. `turn` is client, employer, onem, bank, us or "" (nobody's).

    `expected_by` says where `expected_on` comes from: paid (the bank paid then), order (asked of the bank), usual
    (when all that is `missing` comes today), law (art. 161).
    """

    status: str
    turn: str = NOBODY
    reason: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    expected_on: date | None = None
    expected_by: str = ""


def status_of(case: Case) -> Status:
    """How the month stands."""
    paid = case.last_payment
    if paid is not None:
        return _of_payment(case, paid)
    if not case.payable:
        return _without_right(case)
    if not case.is_over:
        return _running(case)
    return _of_hold(case, case.hold) if case.hold else _waiting(case)


def missing(case: Case, status: Status) -> tuple[str, ...]:
    """What the client still has to give, as codes: card, account."""
    if status.status in _ASKS_NOTHING or (status.status == "paid" and status.turn != CLIENT):
        return ()
    asks_account = not case.has_account or (status.turn == CLIENT and case.hold_reason == DOUBTFUL)
    lacks_card = case.lacks_card and case.last_payment is None
    return (*([CARD] if lacks_card else []), *([ACCOUNT] if asks_account else []))


def _of_payment(case: Case, paid: payment.PaidView) -> Status:
    if paid.state in {"prepared", "released"}:
        day = max(paid.execution_date, _usual(case))
        return Status("prepared", US, expected_on=day, expected_by="order")
    if paid.state == "filed":
        return Status("at_bank", BANK, expected_on=paid.execution_date, expected_by="order")
    hold = case.hold
    turn, reason = (hold.turn, hold.reason) if hold else (NOBODY, "")
    arguments = hold.arguments if hold else {}
    if paid.state == "settled":
        if not hold and not case.is_current:
            turn, reason = US, RECOMPUTED
        return Status("paid", turn, reason, arguments, expected_on=paid.settled_on, expected_by="paid")
    if hold is None:
        return Status("returned", US, paid.bank_reason, expected_on=_usual(case), expected_by="usual")
    told = Status("returned", turn, paid.bank_reason or reason, arguments)
    return replace(told, expected_on=_usual(case), expected_by="usual") if turn == CLIENT else told


def _without_right(case: Case) -> Status:
    refusal = next((segment.refusal for segment in reversed(case.segments)), "")
    return Status("refused", reason=refusal) if refusal else Status("not_authorised")


def _running(case: Case) -> Status:
    """A month that is not over. Its card is asked for from the second-last working day on."""
    if case.is_early:
        return _usually(case, "card_too_early", CLIENT)
    if case.lacks_card and case.today >= month_clock.fill_from(case.month, case.calendar, early=case.early):
        return _usually(case, "card_missing", CLIENT)
    return Status("not_over") if case.foreign else _usually(case, "not_over")


def _of_hold(case: Case, hold: payment.HoldView) -> Status:
    """Held: by the usual day when the client gives today what is asked, else by the law's, once all is here."""
    told = Status("held", hold.turn, hold.reason, hold.arguments)
    if hold.turn == CLIENT:
        return replace(told, expected_on=_usual(case), expected_by="usual")
    day = last_day(case)
    return replace(told, expected_on=day, expected_by="law") if day else told


def _waiting(case: Case) -> Status:
    """Over, and neither paid nor held by what is known today."""
    if case.foreign:
        return Status("held", US, "scheme_not_computed", {"code": case.foreign})
    if case.lacks_card:
        return _usually(case, "card_too_early" if case.is_early else "card_missing", CLIENT)
    if case.lacks_declaration and not case.is_current:
        return Status("held", EMPLOYER, UNDECLARED, {"form": case.asked.form})
    if case.is_current and case.view and case.view.gross_cents <= case.view.lowered_cents:
        return Status("nothing_owed")
    if not case.has_account:
        return _usually(case, "held", CLIENT, "account_missing")
    return _usually(case, "being_computed", US)


def _usually(case: Case, status: str, turn: str = NOBODY, reason: str = "") -> Status:
    return Status(status, turn, reason, expected_on=_usual(case), expected_by="usual")


def _usual(case: Case) -> date:
    return month_clock.usual_day(case.month, case.today, case.calendar, early=case.early)


def last_day(case: Case) -> date | None:
    """The law's last day to pay, where the client has given everything; else None."""
    complete = [case.card.received_on] if case.card else []
    complete += [case.declared_on] if case.declared_on else []
    if case.lacks_card or case.lacks_declaration or not complete or not case.payable:
        return None
    return month_clock.last_day(
        case.month,
        notified_on=max(segment.notified_on for segment in case.payable),
        complete_on=max(complete),
        calendar=case.calendar,
    )
