"""An important technical problem, decided with its reason: its expenses stay out of indicator 8.1.6."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from capac.core import clock
from capac.records import api as records
from capac.verification.models import Expense, Incident
from capac.verification.write_c10 import VerificationError


def declare_incident(payments: Collection[int], *, qualified_by: str, because: records.Because) -> Incident:
    """Declare that payments suffered from an important technical problem. Raises VerificationError.

    `because` says who decides and why: the reason stays with the figure. `qualified_by` is the login of the
    other person, who called it such a problem. A payment belongs to one incident and has been told to ONEM.
    """
    _check(payments, qualified_by, because)
    with transaction.atomic():
        rows = Expense.objects.filter(payment_id__in=list(payments), incident__isnull=True)
        found = list(rows.select_for_update().values_list("pk", flat=True))
        if len(found) != len(set(payments)):
            raise VerificationError(
                f"{len(set(payments)) - len(found)} payments are not in a C10 yet, or belong to another incident"
            )
        incident = Incident.objects.create(
            reason=because.why[:300],
            qualified_by=qualified_by[:60],
            decided_by=because.who[:60],
            known_at=clock.now(),
        )
        Expense.objects.filter(pk__in=found).update(incident=incident)
    return incident


def _check(payments: Collection[int], qualified_by: str, because: records.Because) -> None:
    if not payments:
        raise VerificationError("an incident needs its payments: say which of them suffered from it")
    if not because.why.strip():
        raise VerificationError("an incident needs its reason: say what happened, when and to which flow")
    if not qualified_by.strip() or qualified_by == because.who:
        raise VerificationError(
            "an incident is qualified by one person and decided by another: ask a colleague"
        )
