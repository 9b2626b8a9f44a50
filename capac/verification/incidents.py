"""An important technical problem: proposed by one person, decided by another; its expenses stay out of 8.1.6.

It hit the payments of a period, of one scheme or of all. Nothing leaves the figure before the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.payment import api as payment
from capac.records import api as records
from capac.verification.models import Expense, Incident
from capac.verification.states import INCIDENTS

FLOWS = ("c2", "cards", "declarations", "calculation", "bank", "c10", "papers", "outcomes")
"""What can have failed."""
LONGEST_REASON, LONGEST_EVIDENCE = 300, 120


class IncidentError(ValueError):
    """What cannot be proposed or decided. `reason`: reason_missing, reason_too_long, evidence_missing,
    evidence_too_long, flows_missing, period_wrong, period_in_future, nothing_told, not_proposed, same_person, changed.
    """

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.arguments = arguments


@dataclass(frozen=True)
class Hit:
    """What failed, when, for whom, and where the proof is kept. `scheme` "" is every scheme."""

    first: date
    last: date
    flows: tuple[str, ...]
    evidence: str
    scheme: str = ""


def propose_incident(hit: Hit, *, because: records.Because) -> Incident:
    """Propose that the payments of a period suffered from a technical problem. Raises IncidentError."""
    _check(hit, because)
    if not expenses_hit(hit.first, hit.last, hit.scheme):
        raise IncidentError("nothing_told")
    with transaction.atomic():
        row = Incident.objects.create(
            reason=because.why, period_from=hit.first, period_to=hit.last, scheme=hit.scheme, flows=list(hit.flows),
            evidence=hit.evidence, qualified_by=because.who[:60], proposed_at=clock.now(), state="proposed",
        )  # fmt: skip
        records.born(INCIDENTS, [row.pk], state="proposed", because=because)
    return row


def decide_incident(incident_id: int, *, seen: int, because: records.Because) -> Incident:
    """Decide what another person proposed; `seen` is the number of expenses shown. Raises IncidentError."""
    with transaction.atomic():
        row = _proposed(incident_id, because)
        found = _hit(row)
        if len(found) != seen:
            raise IncidentError("changed", seen=str(seen), now=str(len(found)))
        _end(row, "decided", because)
        Expense.objects.filter(pk__in=found).update(incident=row)
    return row


def decline_incident(incident_id: int, *, because: records.Because) -> Incident:
    """Say no to what another person proposed: every expense stays in the figure. Raises IncidentError."""
    with transaction.atomic():
        row = _proposed(incident_id, because)
        _end(row, "declined", because)
    return row


def expenses_hit(first: date, last: date, scheme: str = "") -> list[int]:
    """Expenses told to ONEM whose payment was made in a period, and that belong to no incident."""
    days = payment.spent_ids(last)
    paid = [pk for pk, day in days.items() if day >= first]
    rows = Expense.objects.filter(payment_id__in=paid, incident__isnull=True)
    rows = rows.filter(scheme=scheme) if scheme else rows
    return sorted(rows.values_list("pk", flat=True))


def _hit(row: Incident) -> list[int]:
    if row.period_from is None or row.period_to is None:
        raise IncidentError("period_wrong")
    return expenses_hit(row.period_from, row.period_to, row.scheme)


def _proposed(incident_id: int, because: records.Because) -> Incident:
    row = Incident.objects.select_for_update().filter(pk=incident_id, state="proposed").first()
    if row is None:
        raise IncidentError("not_proposed")
    if row.qualified_by == because.who:
        raise IncidentError("same_person")
    return row


def _end(row: Incident, state: str, because: records.Because) -> None:
    row.decided_by, row.known_at = because.who[:60], clock.now()
    row.save(update_fields=["decided_by", "known_at"])
    records.move_all(INCIDENTS, [row.pk], to=state, because=because)
    row.refresh_from_db()


def _check(hit: Hit, because: records.Because) -> None:
    if not because.why.strip():
        raise IncidentError("reason_missing")
    if len(because.why) > LONGEST_REASON:
        raise IncidentError("reason_too_long")
    if not hit.evidence.strip():
        raise IncidentError("evidence_missing")
    if len(hit.evidence) > LONGEST_EVIDENCE:
        raise IncidentError("evidence_too_long")
    if not hit.flows or not set(hit.flows) <= set(FLOWS):
        raise IncidentError("flows_missing")
    if hit.first > hit.last:
        raise IncidentError("period_wrong")
    if hit.last > clock.today():
        raise IncidentError("period_in_future")
