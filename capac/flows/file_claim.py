"""From an application to a complete file: what others know is matched, the register is asked, limits are watched.

What the services and the register send is read by the exchange of the day; what a client or an agent brings stands
with its piece at once. Here is what needs no file and no person. The room above submits what is complete.
"""

from __future__ import annotations

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
