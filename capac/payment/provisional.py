"""Provisional payments: one person proposes, a second one grants, and days without a C2 are paid at our own risk.

Allowed once ONEM has the application and has not decided, and capped at the legal amount (AR 25.11.1991 art. 160 § 2):
so the application must be with ONEM, and the amount is always that of the law for the wage code and the phase. What
is paid is computed and settled like any other month: a C2 that comes rules its days, and the difference follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from capac.core import clock
from capac.core.period import Month, Span
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.payment.models import Provisional
from capac.payment.states import PROVISIONALS
from capac.payment.term_faults import TermError
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.rules import api as rules

SCHEMES = ("full_unemployment", "insertion_allowance", "voluntary_part_time")
"""Schemes that pay days at the amount of a wage code and phase."""
WITH_ONEM = "submitted"


@dataclass(frozen=True, slots=True)
class ProvisionalView:
    """One proposal. `segment` is what it authorises while no C2 rules; weekly hours in hundredths."""

    id: int
    client_id: int
    application_id: int
    first: date
    last: date | None
    code: str
    scheme: str
    state: str
    proposed_by: str
    proposed_at: datetime
    granted_by: str
    granted_at: datetime | None
    ended_at: datetime | None
    segment: exchange.Segment


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is proposed: the stretch, the code as a C2 writes it, weekly hours in hundredths."""

    first: date
    last: date | None
    code: str
    first_year: bool | None
    q_hundredths: int
    s_hundredths: int


def propose(
    client_id: int, application_id: int, wanted: Wanted, *, staff: people.Staff, because: records.Because
) -> int:
    """One person proposes. Raises TermError. Returns the proposal's id."""
    if not perms.may_prepare_payments(staff):
        raise TermError("not_allowed")
    _check(client_id, application_id, wanted)
    try:
        with transaction.atomic():
            row = Provisional.objects.create(
                client_id=client_id,
                application_id=application_id,
                first=wanted.first,
                last=wanted.last,
                code=wanted.code,
                first_year=wanted.first_year,
                q_hundredths=wanted.q_hundredths,
                s_hundredths=wanted.s_hundredths,
                proposed_by=staff.login,
                proposed_at=clock.now(),
            )
            records.born(PROVISIONALS, [row.pk], state="proposed", because=because)
    except IntegrityError as error:
        raise TermError("one_already") from error
    return int(row.pk)


def grant(provisional_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A second person grants, while the application is still with ONEM. Raises TermError."""
    with transaction.atomic():
        row = _locked(provisional_id, "proposed")
        if staff.login == row.proposed_by:
            raise TermError("same_person", proposed_by=row.proposed_by)
        if not (perms.may_prepare_payments(staff) or perms.may_release_payments(staff)):
            raise TermError("not_allowed")
        _check_with_onem(row.client_id, row.application_id)
        row.granted_by, row.granted_at = staff.login, clock.now()
        row.save(update_fields=["granted_by", "granted_at"])
        records.move_all(PROVISIONALS, [row.pk], to="granted", because=because)


def end(provisional_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """End a proposal or a grant: from now on nothing rests on it, and what was paid on it is claimed back.

    Raises TermError.
    """
    with transaction.atomic():
        row = _locked(provisional_id, "proposed", "granted")
        if not (perms.may_prepare_payments(staff) or perms.may_release_payments(staff)):
            raise TermError("not_allowed")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        records.move_all(PROVISIONALS, [row.pk], to="ended", because=because)


def granted(
    clients: Collection[int] | None, span: Span, *, known: datetime
) -> dict[int, tuple[exchange.Segment, ...]]:
    """What is granted in a span as known at a moment, by client, whether or not a C2 rules. One query."""
    rows = Provisional.objects.filter(granted_at__lte=known)
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=known))
    rows = rows.filter(Q(last__isnull=True) | Q(last__gte=span.first))
    if span.last is not None:
        rows = rows.filter(first__lte=span.last)
    if clients is not None:
        rows = rows.filter(client_id__in=list(clients))
    found: dict[int, tuple[exchange.Segment, ...]] = {}
    for row in rows.order_by("client_id", "first", "pk"):
        found[row.client_id] = (*found.get(row.client_id, ()), _segment(row))
    return found


def changed_since(moment: datetime, known: datetime, over: Month) -> Iterator[tuple[int, date]]:
    """Clients and months that are over of what was granted or ended after the first moment, up to the second."""
    granted_then = Q(granted_at__gt=moment, granted_at__lte=known)
    ended_then = Q(granted_at__isnull=False, ended_at__gt=moment, ended_at__lte=known)
    for row in Provisional.objects.filter(granted_then | ended_then):
        month, last = Month.of(row.first), min(over, Month.of(row.last)) if row.last else over
        while month <= last:
            yield row.client_id, month.first
            month = month.next()


def of_client(client_id: int) -> list[ProvisionalView]:
    """Every proposal of a client, the last one first. One query."""
    return [_view(row) for row in Provisional.objects.filter(client_id=client_id).order_by("-pk")]


def waiting() -> list[ProvisionalView]:
    """Proposals that wait for a second person, oldest first. One query."""
    return [_view(row) for row in Provisional.objects.filter(state="proposed").order_by("pk")]


def one(provisional_id: int) -> ProvisionalView | None:
    """One proposal."""
    row = Provisional.objects.filter(pk=provisional_id).first()
    return _view(row) if row else None


def _check(client_id: int, application_id: int, wanted: Wanted) -> None:
    if wanted.last is not None and wanted.last < wanted.first:
        raise TermError("ends_before_it_begins")
    if wanted.first > clock.today():
        raise TermError("begins_too_late")
    if wanted.q_hundredths <= 0 or wanted.s_hundredths <= 0:
        raise TermError("hours_missing")
    code = _code(wanted.code)
    if code.scheme not in SCHEMES:
        raise TermError("scheme_not_provisional", scheme=code.scheme)
    _check_amount(code, wanted)
    _check_with_onem(client_id, application_id)


def _code(text: str) -> exchange.Code:
    try:
        code = exchange.parse_code(text)
    except exchange.CodeError as error:
        raise TermError("code_unknown", code=text[:20]) from error
    if code.is_refusal or code.needs_a_person or code.phase not in rules.PHASE_CODES:
        raise TermError("no_right" if code.is_refusal else "code_unknown", code=text[:20])
    return code


def _check_amount(code: exchange.Code, wanted: Wanted) -> None:
    """The law knows an amount for the code on the first day: what it does not know is not paid provisionally."""
    month = Month.of(wanted.first)
    segment = rules.Segment(
        first=wanted.first, last=None, family=code.family, first_year=wanted.first_year, wage_code=int(code.wage_code or 0),
        phase=code.phase, q=wanted.q_hundredths, s=wanted.s_hundredths,
    )  # fmt: skip
    (said,) = rules.calculate(
        month, [rules.Facts(month=month, scheme=code.scheme, segments=(segment,), days={})]
    )
    if said.refusal is not None:
        raise TermError("no_legal_amount", message=said.refusal.message, **said.refusal.arguments)


def _check_with_onem(client_id: int, application_id: int) -> None:
    asked = dossier.application_by_id(application_id)
    if asked is None or asked.client_id != client_id or asked.state != WITH_ONEM:
        raise TermError("not_introduced")


def _locked(provisional_id: int, *states: str) -> Provisional:
    row = Provisional.objects.select_for_update().filter(pk=provisional_id, state__in=states).first()
    if row is None:
        raise TermError("not_waiting")
    return row


def _segment(row: Provisional) -> exchange.Segment:
    """As a C2 would say it. Its id is below zero: no authorisation of ONEM has it."""
    code = exchange.parse_code(row.code)
    known = row.granted_at or row.proposed_at
    return exchange.Segment(
        first=row.first,
        last=row.last,
        code=row.code,
        scheme=code.scheme,
        refusal="",
        family=code.family,
        first_year=row.first_year,
        daily_cents=None,
        half_cents=None,
        wage_code=code.wage_code,
        phase=code.phase,
        q_hundredths=row.q_hundredths,
        s_hundredths=row.s_hundredths,
        authorisation_id=-row.pk,
        notified_on=known.astimezone(clock.BRUSSELS).date(),
        known_at=known,
    )


def _view(row: Provisional) -> ProvisionalView:
    segment = _segment(row)
    return ProvisionalView(
        row.pk, row.client_id, row.application_id, row.first, row.last, row.code, segment.scheme, row.state,
        row.proposed_by, row.proposed_at, row.granted_by, row.granted_at, row.ended_at, segment,
    )  # fmt: skip
