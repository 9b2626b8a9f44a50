"""Faults of a whole file: nothing of it is applied."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    again = _("Nothing of this file is applied. Ask the sender to send it again, whole.")
    other = _("Nothing of this file is applied. Tell the sender what is wrong and ask for a right file.")
    return {
        "empty_file": (_("The file is empty."), again),
        "cut": (_("The file stops in the middle: it was cut on its way."), again),
        "not_xml": (_("The file cannot be read as XML."), other),
        "doctype_not_allowed": (
            _("The file declares a document type. We refuse that, because it can hide an attack."),
            other,
        ),
        "wrong_root": (_("The file is not what its name says: it should begin with %(expected)s."), other),
        "wrong_header": (_("A field of the file's header is missing or cannot be right."), other),
        "count_mismatch": (
            _("The header announces %(announced)s messages, and the file holds %(found)s."),
            again,
        ),
        "not_a_c2": (_("Something in the file is not a C2."), other),
        "not_an_outcome": (_("Something in the file is not an outcome of verification."), other),
        "not_a_card": (_("Something in the file is not a control card."), other),
        "c10_unwritten": (
            _("Our expenditure file cannot be written: one payment lacks what ONEM asks for."),
            _(
                "Complete the file of this payment's client. The expenditure file is then written by itself; "
                "it is due on the 20th of the month."
            ),
        ),
        "c10_refused": (
            _("ONEM refused our expenditure file. Its answer: %(answer)s"),
            _(
                "Correct what the answer names, then have the file written again before the 20th of the month."
            ),
        ),
    }
