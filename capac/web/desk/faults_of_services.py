"""Faults of what the regional services and the National Register send."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    right = _("This message is not applied. Ask the sender for a corrected one.")
    other = _("Nothing of this file is applied. Tell the sender what is wrong and ask for a right file.")
    return {
        "service_of_another": (
            _("The file names another service (%(service)s) than the one that sent it."),
            other,
        ),
        "not_a_registration": (_("Something in the file is not a registration."), other),
        "not_a_register_fact": (_("Something in the file is not a fact of the register."), other),
        "version_known_with_other_content": (
            _("We have this version of the registration already, with other content."),
            _("The first one stays. Ask the service which of the two holds."),
        ),
        "unknown_person": (
            _("We have no file with this national number."),
            _("Nothing is kept of this message. Settle it with a note when nobody of ours is meant."),
        ),
        "question_not_asked": (_("The answer names a question that we did not ask."), right),
        "answer_of_another": (_("The answer is about another person than the question."), right),
    }
