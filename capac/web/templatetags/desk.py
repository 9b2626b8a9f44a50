"""Short dates, moments and account numbers for dense pages, and the desk's own navigation."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_time
from django import template
from django.utils.translation import get_language

from capac.core import clock, iban
from capac.core.niss import IdentifierError
from capac.documents import perms as document_perms
from capac.exchange import perms as exchange_perms
from capac.finance import perms as books_perms
from capac.payment import perms as payment_perms
from capac.people import perms
from capac.people.api import Staff
from capac.rules import api as rules
from capac.verification import perms as verification_perms
from capac.web.desk.keys import keys_are_on
from capac.work import api as work

register = template.Library()
LOOKS = {
    **dict.fromkeys(
        ("settled", "paid", "accepted", "approved", "done", "decided", "sent", "delivered"), "ok"
    ),
    **dict.fromkeys(("filed", "released", "at_bank", "being_computed", "in_ebox", "written"), "info"),
    **dict.fromkeys(
        ("prepared", "proposed", "held", "card_missing", "card_too_early", "to_print", "printed"), "warn"
    ),
    **dict.fromkeys(("returned", "refused", "rejected", "late", "failed"), "bad"),
}
"""How a state looks; its word stands beside it always."""


@register.filter
def short(day: date | datetime | None) -> str:
    """A date as a dense table shows it: 3 août, the month cut short, with another year than this. Nothing for no date."""
    if day is None:
        return ""
    local = day.astimezone(clock.BRUSSELS).date() if isinstance(day, datetime) else day
    return _cut_short(local, local.year != clock.today().year, _lang())


@lru_cache(maxsize=4096)
def _cut_short(day: date, with_year: bool, lang: str) -> str:
    """Few days are told often: a long list costs little."""
    return str(format_date(day, "d MMM y" if with_year else "d MMM", locale=lang))


@register.filter
def moment(at: datetime | None) -> str:
    """A moment: its day and its time in Brussels."""
    if at is None:
        return ""
    local = at.astimezone(clock.BRUSSELS)
    return f"{short(local)}, {format_time(local, 'HH:mm', locale=_lang())}"


@register.filter
def account(number: str) -> str:
    """An account number in groups of four."""
    try:
        return iban.display(number)
    except IdentifierError:
        return number


@register.filter
def hours(hundredths: int | None) -> str:
    """Weekly hours as the language writes them: 3800 is 38, 1950 is 19,5."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    text = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return text if _lang() == "en" else text.replace(".", ",")


@register.filter
def halves(count: int) -> str:
    """Halves as people count allowances: 54 is 27, 53 is 26,5."""
    text = rules.halves(count)
    return text if _lang() == "en" else text.replace(".", ",")


@register.filter
def look(state: str) -> str:
    """The look of a state as the tag component names it."""
    return LOOKS.get(state, "plain")


@register.filter
def said(words: dict[str, str], code: str) -> str:
    """A code in words; a code without words as it is, so that nothing disappears."""
    return words.get(code, code)


@register.simple_tag(takes_context=True)
def may_here(context: dict[str, Any]) -> dict[str, bool]:
    """What the member of staff may do, by name: for navigation alone, every view asks again."""
    staff: Staff | None = context["request"].staff or None
    return {
        "work": perms.may_work_items(staff),
        "see": perms.may_see_clients(staff),
        "paper": document_perms.may_see_paper(staff),
        "teams": perms.may_see_teams(staff),
        "delays": work.may_see_delays(staff),
        "key": perms.may_key_cards(staff),
        "runs": payment_perms.may_see_runs(staff),
        "baremes": exchange_perms.may_see_baremes(staff),
        "register": perms.may_see_register(staff),
        "books": books_perms.may_see_books(staff),
        "rounds": verification_perms.may_see_rounds(staff),
    }


@register.simple_tag(takes_context=True)
def single_keys(context: dict[str, Any]) -> bool:
    """True while single keys are on for this session."""
    return keys_are_on(context["request"])


def _lang() -> str:
    return (get_language() or "fr")[:2]
