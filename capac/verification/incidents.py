"""An important technical problem, decided with its reason: its expenses stay out of indicator 8.1.6."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from capac.core import clock
from capac.records import api as records
from capac.verification.models import Expense, Incident
from capac.verification.write_c10 import VerificationError


def declare_incident(payments: Collection[int], *, because: records.Because) -> Incident:
    """Declare that payments suffered from a technical problem. Raises VerificationError.

    The reason stays with the figure. A payment belongs to one incident; it must have been told to ONEM.
    """
    if not because.why.strip():
        raise VerificationError("an incident needs its reason: say what happened, when and to which flow")
    with transaction.atomic():
        rows = Expense.objects.filter(payment_id__in=list(payments), incident__isnull=True)
        found = list(rows.select_for_update().values_list("pk", flat=True))
        if len(found) != len(set(payments)):
            raise VerificationError(
                f"{len(set(payments)) - len(found)} payments are not in a C10 yet, or belong to another incident"
            )
        incident = Incident.objects.create(
            reason=because.why[:300], decided_by=because.who[:60], known_at=clock.now()
        )
        Expense.objects.filter(pk__in=found).update(incident=incident)
    return incident
