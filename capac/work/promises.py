"""The promise of a work item: the last day of its norm's last tier, in the office calendar as known now."""

from __future__ import annotations

from datetime import date, datetime


def promised(norm: str, since: datetime) -> tuple[date | None, str]:
    """The day promised and the version of the calendar that counted it; nothing for an item without norm."""
    return None, ""
