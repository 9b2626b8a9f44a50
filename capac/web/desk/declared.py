"""What employers declared of a client, for the page of the file: one line a version, with what it is and what counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from capac.exchange import api as exchange


@dataclass(frozen=True)
class Line:
    """One version of a declaration. `month` is empty for a cancellation that waits; hours in hundredths."""

    month: date | None
    what: str
    form: str
    employer: str
    hours: int
    status: str
    counts: bool
    received_on: date


def lines(client_id: int) -> list[Line]:
    """Every version, latest month first."""
    what, statuses = _what(), _statuses()
    return [
        Line(
            month=one.month,
            what=what[one.form],
            form=one.form,
            employer=one.employer,
            hours=one.hours,
            status=_("waits for what it cancels") if one.state == "waiting" else statuses[one.status],
            counts=one.rules,
            received_on=one.received_on,
        )
        for one in exchange.declarations_of(client_id)
    ]


def _what() -> dict[str, str]:
    """What a form is about, by its technical meaning."""
    return {
        "WECH505": _("temporary unemployment"),
        "WECH506": _("part-time work"),
        "WECH508": _("work in an activation programme"),
        "WECH510": _("youth or senior holidays"),
    }


def _statuses() -> dict[int, str]:
    return {
        0: _("original"),
        1: _("modification"),
        3: _("cancellation"),
        7: _("modification of a paper original"),
    }
