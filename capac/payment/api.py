"""The front door of payment."""

from capac.payment.card_faults import CardError
from capac.payment.cards import Card, cards, cards_changed_since, cards_of
from capac.payment.key_card import key_card
from capac.payment.read_ec3 import read_ec3, read_rejected_card
from capac.payment.reading import HoldView, MonthView, PaidView, months_of, open_holds, vector_of
from capac.payment.spent import Spent, first_spent, spent, spent_by_id, spent_ids

__all__ = [
    "Card", "CardError", "HoldView", "MonthView", "PaidView", "Spent", "cards", "cards_changed_since",
    "cards_of", "first_spent", "key_card", "months_of", "open_holds", "read_ec3", "read_rejected_card", "spent",
    "spent_by_id", "spent_ids", "vector_of",
]  # fmt: skip
