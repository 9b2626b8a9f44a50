"""Faults of employers' declarations (WECH) and of the batches in which ONSS delivers them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    return {**_of_batches(), **_of_declarations(), **_of_versions()}


def remedy() -> str:
    """What to do with a declaration that is wrong in itself, whatever is wrong."""
    return _("This declaration is not kept, and ONSS has been told. The employer must send a right one.")


def _of_batches() -> dict[str, tuple[str, str]]:
    again = _(
        "Nothing of this batch is kept, and ONSS has been told. It must send a new batch under a new name."
    )
    return {
        "wrong_batch_name": (
            _("The name is not that of a batch that we take: %(value)s"),
            _("Ask ONSS what this file is. Nothing of it is kept."),
        ),
        "signature_missing": (_("The signature of the batch did not come within a day."), again),
        "data_missing": (_("The data of the batch did not come within a day."), again),
        "bad_signature": (
            _("The signature of the batch cannot be read, or another key made it."),
            _(
                "Nothing of this batch is kept, and ONSS has been told. Ask it what happened before you trust a new one."
            ),
        ),
        "signature_of_another_file": (_("The signature is right, but it is of another file."), again),
        "unknown_sender": (
            _("We have no key of the sender %(sender)s."),
            _(
                "Ask the people who keep this software to add the sender's key, then ask ONSS for a new batch."
            ),
        ),
        "batch_name_used": (
            _("We have had another batch under this name."),
            _("The first batch stays. ONSS must send this one under a new name."),
        ),
        "not_a_declaration": (_("Something in the file is not a declaration."), again),
    }


def _of_declarations() -> dict[str, tuple[str, str]]:
    right = remedy()
    return {
        "unknown_worker": (
            _("We have no file with the national number of this declaration."),
            _("The declaration stays in its batch. When the client is registered, read it again."),
        ),
        "declared_hours_out_of_range": (_("These hours cannot be right."), right),
        "code_without_risk": (
            _("The day bears code %(value)s, and the declaration does not name that cause."),
            right,
        ),
        "too_many_days_in_a_row": (
            _("More than %(most)s days of temporary unemployment stand in a row."),
            right,
        ),
        "declared_day_twice": (_("The declaration says the same of one day twice: %(day)s"), right),
        "declared_day_outside_month": (_("A day of the declaration lies outside its month: %(day)s"), right),
        "month_not_whole": (_("The period is not one whole month."), right),
        "declared_month_to_come": (_("The month has not begun: %(month)s"), right),
        "closed_month": (
            _(
                "The month is closed: nothing can be claimed of %(month)s. The first open month is %(earliest)s."
            ),
            _(
                "If the client claimed in time, or a court decided, give the case to an expert. Else settle this."
            ),
        ),
        "created_in_future": (_("The declaration was made on a day that has not come."), right),
        "employer_missing": (_("No employer is named."), right),
        "wage_unclear": (_("Of the two ways to give the wage, exactly one must be used."), right),
        "hours_without_wage": (_("There are hours for which wage is due, and no wage."), right),
        "declaration_not_waiting": (
            _("This declaration does not wait any more."),
            _("Somebody has read it again meanwhile. There is nothing to do."),
        ),
    }


def _of_versions() -> dict[str, tuple[str, str]]:
    right = remedy()
    return {
        "ticket_missing": (_("The ticket that ONSS gives to each declaration is missing."), right),
        "original_missing": (_("It changes or cancels a declaration, and does not say which one."), right),
        "original_of_another": (_("It changes or cancels the declaration of another person."), right),
        "ticket_known_with_other_content": (
            _("We know this ticket already, with other content."),
            _("The first declaration stays. Ask ONSS which of the two holds."),
        ),
    }
