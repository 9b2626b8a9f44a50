"""Days and shares of the pages about work."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

from capac.work.api import Delay

register = template.Library()
HUNDRED = 100


@register.filter
def weekday(day: date) -> str:
    """A day with its name: lun. 3 août."""
    return str(format_date(day, "EEE d MMM", locale=(get_language() or "fr")[:2]))


@register.filter
def kept(one: Delay) -> str:
    """The share that was done by its first promise, in whole percent, cut."""
    return f"{one.kept * HUNDRED // one.number} %"
