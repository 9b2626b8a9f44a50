"""Contest days of a month: what waits is computed at once, and the rest is paid with the next run."""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.flows.month_facts import month_facts
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules


def contest(
    client_id: int, said: payment.contests.Said, *, staff: people.Staff, because: records.Because
) -> int:
    """Open a contest; returns its id. Raises payment.TermError, and then nothing is kept.

    Days that are paid already cannot wait any more, and days that pay nothing hold nothing.
    """
    with transaction.atomic():
        whole = _gross(client_id, said)
        contest_id = payment.contests.keep(client_id, said, staff=staff, because=because)
        rest = _gross(client_id, said)
        if whole is None or rest is None:
            raise payment.TermError("not_computed")
        if whole == rest:
            raise payment.TermError("changes_nothing")
        if payment.contests.gone_cents(client_id, said.scheme, said.month) > rest:
            raise payment.TermError("already_paid")
        payment.contests.held(contest_id, whole - rest)
    return contest_id


def _gross(client_id: int, said: payment.contests.Said) -> int | None:
    """What is owed of the month on the facts known now; None where nothing can be computed."""
    known, month = clock.now(), Month.of(said.month)
    facts = month_facts(month, [client_id], known=known).get((client_id, said.scheme))
    if facts is None or facts.facts is None:
        return None
    with rules.bareme_rows(exchange.bareme(known)):
        (told,) = rules.calculate(month, [facts.facts])
    return None if told.refusal else told.gross_cents
