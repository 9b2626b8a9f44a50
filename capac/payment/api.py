"""The front door of payment."""

from capac.payment.cards import Card, cards, cards_changed_since, cards_of
from capac.payment.reading import HoldView, MonthView, PaidView, months_of, open_holds, vector_of
from capac.payment.spent import Spent, first_spent, spent, spent_by_id, spent_ids

__all__ = [
    "Card", "HoldView", "MonthView", "PaidView", "Spent", "cards", "cards_changed_since", "cards_of",
    "first_spent", "months_of", "open_holds", "spent", "spent_by_id", "spent_ids", "vector_of",
]  # fmt: skip
