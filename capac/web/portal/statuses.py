"""How a month stands, in the client's words: what we need, whose turn it is, and the date to expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from capac.core.period import in_full
from capac.flows.api import MonthStatus
from capac.web.portal.own import lang
from capac.web.portal.payments import bank_said
from capac.web.portal.words import refusals, turns

ASKS_NOW = ("card_missing", "card_too_early")
PAID_OR_SENT = ("paid", "at_bank", "prepared", "returned")
"""Statuses that a payment tells by itself."""


@dataclass(frozen=True)
class Need:
    """One thing that a month waits for. `turn` in words; `tone` is the colour of its tag; `how` says what to do."""

    what: str
    turn: str
    tone: str
    how: str


@dataclass(frozen=True)
class Waiting:
    """A month that is not paid yet: a headline, what it needs, the date to expect, and the law's last day."""

    month: date
    scheme: str
    headline: str
    needs: tuple[Need, ...]
    expected: str
    last_day: str
    is_computed: bool


def waiting(months: list[MonthStatus]) -> list[Waiting]:
    """The months that are neither paid nor on their way: those that ask something now first, then the newest.

    A payment that came back waits too, and one of which something is still open. Months for which nothing is
    authorised are left out; those that ONEM refused are told once, with the first of them.
    """
    found = [
        one for one in months if one.status not in PAID_OR_SENT or one.status == "returned" or _still(one)
    ]
    refused = [one for one in found if one.status == "refused"]
    asked = [one for one in found if one.status not in {"not_authorised", "refused"}] + refused[:1]
    told = sorted(asked, key=lambda one: (one.turn != "client", one.status == "refused"))
    return [
        _waiting(one, since=min(each.month for each in refused) if one in refused else None) for one in told
    ]


def _waiting(one: MonthStatus, *, since: date | None) -> Waiting:
    needs = _needs(one, since)
    return Waiting(
        month=one.month,
        scheme=one.scheme,
        headline=_headline(one, len(needs)),
        needs=needs,
        expected=_expected(one, needs),
        last_day=_day(_("By law you must be paid by %(day)s."), one.last_day_on),
        is_computed=one.view is not None and one.view.calculation_id is not None,
    )


def _still(one: MonthStatus) -> bool:
    """Paid, and not the end of it."""
    return one.status == "paid" and bool(one.reason)


def _headline(one: MonthStatus, needs: int) -> str:
    """What the client reads first."""
    if one.status == "refused":
        return _("no right, says ONEM")
    if one.status == "nothing_owed":
        return _("nothing to pay")
    if _still(one):
        return _("paid, and something is still open")
    if one.status == "not_over" and not one.missing:
        return _("everything is here so far")
    if one.turn == "client" or one.missing:
        return (
            _("we need one thing from you")
            if needs == 1
            else _("we need %(n)s things from you") % {"n": needs}
        )
    if one.status == "being_computed":
        return _("everything is here")
    return _("held up, and not by you")


def _needs(one: MonthStatus, since: date | None) -> tuple[Need, ...]:
    """What is missing, then what stops the month."""
    found = []
    if "card" in one.missing:
        found.append(_card(one))
    if "account" in one.missing:
        found.append(
            _need(_("Your account"), "client", _("Give your office the number of an account in your name."))
        )
    if _still(one) or (one.status == "held" and one.reason not in {"account_missing", "card_missing"}):
        what, how = reason_told(one)
        found.append(_need(what, one.turn, how))
    if one.status == "returned":
        found.append(_need(_("Your payment came back"), one.turn, came_back(one)))
    if one.status == "refused":
        said = refusals().get(one.reason, one.reason)
        first = _day(_("So it is since %(day)s."), since if since != one.month else None)
        found.append(_need(_("Right to benefits"), "", " ".join([said, first])))
    if one.status == "being_computed":
        found.append(_need(_("Computing"), "us", _("The next run computes this month and pays it.")))
    return tuple(found)


def _card(one: MonthStatus) -> Need:
    """The control card (C3A): from when, until when, and what became of one that came too early."""
    from_day = _day(_("Fill it in from %(day)s."), one.fill_from)
    until = _day(_("This month can be claimed until %(day)s."), one.claim_until)
    if one.status == "card_too_early":
        early = _("The paper card that you handed in came before the end of the month. We need a new one.")
        return _need(_("Your control card (C3A)"), "client", " ".join([early, from_day]))
    if one.status in ASKS_NOW:
        how = _("Confirm it on the internet, or hand the paper card in at your office.")
        return _need(_("Your control card (C3A)"), "client", " ".join([how, until]))
    return _need(_("Your control card (C3A)"), "client", from_day or until)


def reason_told(one: MonthStatus) -> tuple[str, str]:
    """What a hold stands for, and what happens next."""
    reasons = {
        "account_doubtful": (_("Your account"), _account(one)),
        "account_missing": (
            _("Your account"),
            _("Give your office the number of an account in your name."),
        ),
        "card_missing": (_("Your control card (C3A)"), _("It has not arrived.")),
        "declaration_missing": (
            _("Your employer's declaration"),
            _("Your employer has not declared your hours of this month yet (form %(form)s). Ask for it.")
            % {"form": one.arguments.get("form", "")},
        ),
        "declared_not_authorised": (
            _("ONEM's decision (C2)"),
            _("Your employer declared hours. ONEM has not told us that they may be paid."),
        ),
        "paid_holidays_unknown": (
            _("Your paid holidays"),
            _("Tell your office how many days of paid holidays you have left this year."),
        ),
        "weekly_hours_missing": (_("Your weekly hours"), _("They are missing in what we received.")),
        "weekly_hours_differ": (
            _("Your weekly hours"),
            _("Your employer and ONEM state different hours. An agent looks at it."),
        ),
        "deceased": (_("An agent checks your file"), _("We were told of a death. Contact your office if this is wrong.")),
        "fact_missing": (_("A fact in ONEM's decision"), _("Something is missing in it. An agent looks at it.")),
        "parameter_missing": (_("A figure of the law"), _("It is not known yet for this month. We compute as soon as it is.")),
        "scheme_not_computed": (_("Another scheme"), _("Part of this month falls under it. An agent computes it.")),
        "refused": (_("Right to benefits"), _("Your card is here. ONEM gives no right for this month.")),
        "not_authorised": (_("ONEM's decision (C2)"), _("Your card is here. ONEM has not told us its decision yet.")),
        "tax_differs": (_("The tax on your benefits"), _("It changed for a month already paid. An agent looks at it.")),
        "withholding_differs": (_("What is kept back"), _("It changed for a month already paid. An agent looks at it.")),
        "being_recomputed": (_("New facts"), _("Something new arrived for this month. The next run computes it again.")),
    }  # fmt: skip
    return reasons.get(one.reason, (_("An agent looks at this month"), ""))


def came_back(one: MonthStatus) -> str:
    """What becomes of a payment that the bank sent back, and whose turn it is."""
    if one.turn == "client":
        return _("Tell your office which account is yours. We keep the amount for you.")
    if one.arguments:
        return _("An agent looks at it. We keep the amount for you.")
    return _("We send it again with the next run.")


def _account(one: MonthStatus) -> str:
    """Why the account is doubted, and what the client does."""
    return " ".join([bank_said(str(one.arguments.get("code", ""))), came_back(one)])


def _need(what: str, turn: str, how: str) -> Need:
    return Need(what, turns().get(turn, ""), "warn" if turn == "client" else "info", how)


def _expected(one: MonthStatus, needs: tuple[Need, ...]) -> str:
    """The date to expect, with what it depends on."""
    if one.expected_by in {"law", "paid"}:
        return ""
    if one.status in ASKS_NOW or one.turn == "client":
        return _day(_("If it comes today: paid about %(day)s."), one.expected_on)
    if one.missing and needs:
        return _day(_("If everything is in order: paid about %(day)s."), one.expected_on)
    return _day(_("Paid about %(day)s."), one.expected_on)


def _day(sentence: str, day: date | None) -> str:
    return sentence % {"day": in_full(day, lang())} if day else ""
