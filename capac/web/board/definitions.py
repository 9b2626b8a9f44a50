"""What exactly is counted, one sentence a rule, and why an article has no figure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.commitments.api import Indicator
from capac.web.board.sentences import REJECTED, manner

WITHIN = "abandoned_within"
BY_YEAR = frozenset(
    {"1.1.1", "2.1.1", "2.1.2", "2.1.3", "6.1.1", "10.1.1", "10.1.2", "10.1.4", "17.1.1-4a", "17.1.1-7a", "17.1.1-7b"}
)  # fmt: skip
"""Whose facts come without date, by year."""


def definition(indicator: Indicator) -> tuple[str, ...]:
    """The rules of an indicator, the population first."""
    rules = [_population().get(indicator.id, ""), *_exclusions(indicator)]
    if indicator.unit == "working_day":
        rules.append(
            _(
                "Working days are Monday to Friday without legal holidays and days on which the institution is closed."
            )
        )
    if any(tier.within and tier.within.unit == "month" for tier in indicator.tiers):
        rules.append(_("Within the month: by the same day of the next month, or its last day."))
    if manner(indicator) == "distribution":
        rules.append(_("The contract prints no number of days: no share is told. We show how long it takes."))
    if indicator.stop and indicator.unit in ("working_day", "calendar_day") and indicator.id != "1.2.1":
        rules.append(_("A case counts in the year in which its clock starts. The first day is not counted."))
        if manner(indicator) == "share":
            rules.append(
                _(
                    "A case that is still open counts as late once its last day is past, and is left out until then."
                )
            )
    if indicator.id in BY_YEAR:
        rules.append(_("Told by year: these facts carry no date of their own."))
    return tuple(filter(None, rules))


def population(indicator: Indicator) -> str:
    """What is counted, in one sentence."""
    return _population().get(indicator.id, "")


def unmeasured(indicator: Indicator) -> str:
    """Why an article has no figure, in plain words."""
    return {
        "milestone": _("This is something to deliver by a date, not a number. It is followed among the deliverables."),
        "periodic": _("This is a report or a plan that comes back, not a number. It is followed among the recurring obligations."),
        "programme": _("The contract describes a way of working and prints no measure for it."),
        "principle": _("The contract states a principle here and prints no measure for it."),
        "continuity": _("The contract asks that a team goes on working. No fact tells yet who was on duty on which day."),
        "clock": _("This time limit binds the State or both parties. No fact of it is recorded here yet."),
    }.get(indicator.shape, _("No fact of it is recorded here yet."))  # fmt: skip


def _exclusions(indicator: Indicator) -> list[str]:
    rules = []
    if indicator.id == "2.1.2":
        rules.append(_("Calls cut before the voice menu are left out."))
        rules.append(_("A caller served by the voice menu counts as handled."))
    if WITHIN in indicator.threshold:
        rules.append(
            _("Calls given up within %(n)s seconds of waiting for an operator are left out.")
            % {"n": indicator.threshold[WITHIN]}
        )
    if indicator.id == REJECTED:
        rules += [
            _("Accepted: every definitive outcome but an elimination (C12) or a rejection (C13)."),
            _("Payments hit by an important technical problem are left out; a second person decides each incident."),
            _("A payment counts in the year of its introduction month. One without a definitive outcome is not counted yet."),
        ]  # fmt: skip
    if indicator.id == "8.1.5":
        rules.append(_("A payment that came back from the bank keeps the day on which it was made."))
    return rules


def _population() -> dict[str, str]:
    return _of_contact() | _of_files() | _of_staff() | _of_the_state()


def _of_contact() -> dict[str, str]:
    return {
        "1.1.1": _("Payment offices whose info desk is open at least five half-days a week, of all offices."),
        "1.2.1": _("Each time we looked at the first free appointment of an office: the wait, by mode."),
        "2.1.1": _("Calls that an operator answered, of all calls to operators."),
        "2.1.2": _("Calls handled by an operator or by the voice menu (IVR), of all incoming calls."),
        "2.1.3": _("How long a caller waited until an operator answered."),
        "2.2.1": _("A call-back that a client asked for, until we called."),
        "2.3.1": _(
            "Payment offices where a client could choose a video appointment in the year, of all offices."
        ),
        "2.4.1": _(
            "Chats that were answered and resolved, of all chats; beside it the seconds until the answer."
        ),
        "2.4.2": _("Sessions that the chatbot answered without handing over to a person, of all sessions."),
        "2.5.1": _(
            "An e-mail of the first line, from receipt to answer. What needs the second line is not counted."
        ),
        "2.5.2": _("An e-mail of the second line with an attachment, from receipt to answer."),
        "2.5.3": _("A letter to a payment office, from receipt until it was treated."),
        "5.2.1": _("An admissible complaint, from receipt to reply."),
    }


def _of_files() -> dict[str, str]:
    return {
        "6.1.1": _("Files that ONEM sent back (C51) through our own doing, of all results of C9. The fewer the better."),
        "8.1.2": _("An authorisation (C2) that needs a hand, from the day on which it came in until it left the experts' queue."),
        "8.1.4": _("A payment of youth holidays or Activa, from the day on which document, end of the period and authorisation are all there."),
        "8.1.5": _("A payment document (control card), from the day on which we received it until the bank paid."),
        "8.1.6": _("A payment that we told ONEM (C10), once ONEM has decided on it for good."),
        "18.16.1": _("An invoice of a supplier, from receipt to payment. Its last day is the due date that it bears."),
        "19.4§2a": _("A question of the federal ombudsman, from receipt to answer."),
    }  # fmt: skip


def _of_staff() -> dict[str, str]:
    return {
        "10.1.1": _("Staff with at least one day of training in the year, of all staff."),
        "10.1.2": _("Days of training of the year, over all full-time equivalents."),
        "10.1.4": _("Payment offices that completed their team interviews, of all offices."),
        "10.1.5": _("Certified courses held in the year."),
        "17.1.1-4a": _("Days of telework a week, over the staff whose function allows telework."),
        "17.1.1-7a": _("Staff recognised as persons with a disability, of all staff, in persons."),
        "17.1.1-7b": _(
            "Persons of the under-represented gender, of all in grades A3 to A5. Unknown gender is left out."
        ),
    }


def _of_the_state() -> dict[str, str]:
    return {
        "16.6.3": _("Consultations that the federal State held in the year."),
        "17.3.1e": _("Meetings of the PLATINA network in the year."),
        "17.3.1g": _("Global meetings on the audits in the year."),
        "17.4.1b": _("Meetings of the organisation-control network in the year."),
        "17.6.1": _(
            "Times in the year that the ministers were told of the talks with the secondary network."
        ),
    }
