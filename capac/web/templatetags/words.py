"""Words and numbers in templates: money, dates and the demonstration's date, as each language writes them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils.translation import get_language

from capac.core import clock
from capac.core.money import display
from capac.core.period import in_full, month_name
from capac.web.words import law_slug, law_title

register = template.Library()


@register.simple_tag
def demonstration() -> str:
    """The demonstration's date in full, or nothing."""
    if not (settings.DEMO and clock.is_set()):
        return ""
    return in_full(clock.today(), _lang())


@register.filter
def money(cents: int) -> str:
    """Cents as the language writes an amount."""
    return display(cents, _lang())


@register.filter
def full(day: date | datetime | None) -> str:
    """A date in full; nothing for no date."""
    if day is None:
        return ""
    return in_full(day.astimezone(clock.BRUSSELS).date() if isinstance(day, datetime) else day, _lang())


@register.filter
def month(day: date) -> str:
    """The month of a date: juillet 2026."""
    return f"{month_name(day.month, _lang())} {day.year}"


@register.inclusion_tag("components/law_of.html")
def law_of(scheme: str) -> dict[str, str]:
    """Where the rule of a scheme is told: its page of the law."""
    slug = law_slug(scheme)
    return {"slug": slug, "title": law_title(slug)}


def _lang() -> str:
    return (get_language() or "fr")[:2]
