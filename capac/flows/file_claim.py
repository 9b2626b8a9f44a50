"""From an application to a complete file: what others know is matched, the register is asked, limits are watched.

What the services and the register send is read by the exchange of the day; what a client or an agent brings stands
with its piece at once. Here is what needs no file and no person. The room above submits what is complete.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.dossier import api as dossier
from capac.records import api as records

COUNTERS = ("matched", "asked", "at_risk", "no_longer")


def file_claim(*, who: str) -> dict[str, int]:
    """One round, each step in its own transactions. A round that dies is done again; nothing is done twice.

    Counters: matched (registrations that found their client), asked (questions that left for the register),
    at_risk (files new at risk), no_longer (files whose limit moved away).
    """
    with records.running("file_claim", COUNTERS, who=who) as progress:
        because = records.Because(who, "known from outside", progress.run.pk)
        progress.count("matched", dossier.match_new_clients(because=because))
        progress.count("asked", dossier.ask_register())
        limits = records.Because(who, "the limit of introduction", progress.run.pk)
        for name, number in dossier.watch_limits(today=clock.today(), because=limits).items():
            progress.count(name, number)
        return progress.counters


@dataclass(frozen=True)
class TakenIn:
    """An application that was taken in: its id, and the forms that its situation does not ask for."""

    application_id: int
    not_asked: tuple[str, ...]


def take_in(
    client_id: int,
    kind: str,
    *,
    situation: Mapping[str, str],
    asked_on: date,
    received_on: date,
    here: Collection[str],
    because: records.Because,
) -> TakenIn:
    """Open an application with the pieces that are at hand, all or nothing. Raises dossier.DossierError.

    here: forms that the client brings; one that the situation does not ask for is told and not kept.
    """
    with transaction.atomic():
        number = dossier.open_application(
            client_id,
            kind,
            situation=situation,
            asked_on=asked_on,
            received_on=received_on,
            because=because,
        )
        wanted = {one.code for one in dossier.needed(kind, situation, asked_on)}
        asked = {form for code in wanted for form in (code, *dossier.proofs().get(code, ()))}
        for form in sorted(asked & set(here)):
            dossier.receive_piece(number, form, document_id=None, received_on=received_on, because=because)
    return TakenIn(number, tuple(sorted(set(here) - asked)))
