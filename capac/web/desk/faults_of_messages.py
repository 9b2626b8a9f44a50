"""Faults of one message of ONEM (C2, outcome of verification): the other messages of its file are applied."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    return {**_of_any_message(), **_of_a_c2(), **_of_an_outcome()}


def _corrected() -> str:
    return _("This message is not applied. Ask ONEM for a corrected one.")


def _of_any_message() -> dict[str, tuple[str, str]]:
    right = _corrected()
    return {
        "not_as_described": (_("The message is not built as the format describes."), right),
        "impossible_date": (_("This date does not exist."), right),
        "date_out_of_range": (_("This date lies outside the years that our calendars know."), right),
        "ends_before_start": (_("A period ends (%(last)s) before it starts (%(first)s)."), right),
        "bad_national_number": (_("The national number cannot exist: its check digits do not fit."), right),
        "bad_account": (_("The account number cannot exist: its check digits do not fit."), right),
        "amount_out_of_range": (_("The amount cannot be right."), right),
        "message_known_with_other_content": (
            _("We know this message id already, with other content."),
            _("The first message stays applied. Ask ONEM which of the two holds."),
        ),
    }


def _of_a_c2() -> dict[str, tuple[str, str]]:
    right = _corrected()
    return {
        "bodies_out_of_order": (_("The periods do not stand in the order of their days."), right),
        "overlapping_bodies": (_("Two periods of the authorisation share days."), right),
        "unknown_code": (_("This code does not exist: %(value)s"), right),
        "hours_out_of_range": (_("The weekly hours cannot be right."), right),
        "hours_missing": (_("Only one of the two weekly hours (Q and S) is given."), right),
        "amount_with_refusal": (_("Code 00 refuses, and an amount stands beside it."), right),
        "refusal_without_reason": (_("Code 00 refuses, and no reason is given."), right),
        "reason_without_refusal": (_("A reason for refusal is given, and no code 00."), right),
        "notified_before_issued": (_("The decision was notified before it was taken."), right),
        "sequence_known_with_other_content": (
            _("We have this sequence of the decision already, with other content."),
            _("The first message stays applied. Ask ONEM which of the two holds."),
        ),
    }


def _of_an_outcome() -> dict[str, tuple[str, str]]:
    right = _corrected()
    return {
        "line_unknown": (_("No expense of ours has this line number."), right),
        "line_of_another_month": (_("The line belongs to the expenditure file of another month."), right),
        "phase_not_of_the_file": (_("The phase is not the one in the file's header."), right),
        "phase_known_with_other_content": (
            _("We have an outcome of this phase already, with other content."),
            _("The first outcome stays. Ask ONEM which of the two holds."),
        ),
        "already_definitive": (
            _("Phase %(known)s of this line is known, and a definitive outcome ends the phases."),
            _("What is known stays. Ask ONEM which of the two holds."),
        ),
        "notified_in_future": (_("The day of notification has not come yet: %(value)s"), right),
        "cause_missing": (_("The outcome %(value)s needs a cause, and none is given."), right),
        "cause_does_not_fit": (_("The cause does not fit the outcome."), right),
        "amount_above_gross": (_("The amount is higher than what we paid."), right),
        "amount_zero": (_("The outcome needs an amount, and it is zero."), right),
        "amount_above_tolerance": (
            _("The difference is let be, but it is not below three euros."),
            right,
        ),
        "amount_with_acceptance": (_("The expense is accepted, and an amount stands beside it."), right),
    }
