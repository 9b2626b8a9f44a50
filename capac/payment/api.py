"""The front door of payment."""

from capac.payment.cards import Card, cards, cards_changed_since, cards_of
from capac.payment.spent import Spent, first_spent, spent, spent_by_id, spent_ids

__all__ = [
    "Card", "Spent", "cards", "cards_changed_since", "cards_of", "first_spent", "spent", "spent_by_id", "spent_ids",
]  # fmt: skip
