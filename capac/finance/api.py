"""The front door of finance."""

from capac.finance.advances import receive_advance
from capac.finance.balance import (
    Balance,
    Posted,
    advances,
    bank_moved,
    entry_lines,
    months,
    statement,
    trial_balance,
)
from capac.finance.chart import Account, chart
from capac.finance.check import PAID_FROM, accounts, check, stretches, waiting
from capac.finance.close import close_month
from capac.finance.faults import BooksError
from capac.finance.post import post
from capac.finance.rebuild import rebuild

__all__ = [
    "PAID_FROM", "Account", "Balance", "BooksError", "Posted", "accounts", "advances", "bank_moved", "chart",
    "check", "close_month", "entry_lines", "months", "post", "rebuild", "receive_advance", "statement",
    "stretches", "trial_balance", "waiting",
]  # fmt: skip
