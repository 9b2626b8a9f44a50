"""The front door of payment."""

from capac.payment.spent import Spent, first_spent, spent, spent_by_id, spent_ids

__all__ = ["Spent", "first_spent", "spent", "spent_by_id", "spent_ids"]
