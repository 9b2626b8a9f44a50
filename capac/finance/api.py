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
from capac.finance.interest import owe_interest
from capac.finance.means import Means, advances_by_day, means_by_scheme, received_until
from capac.finance.post import post
from capac.finance.rebuild import rebuild
from capac.finance.unclaimed import Found, Open, recovered_cents, unclaimed, unclaimed_of
from capac.finance.unclaimed import follow as follow_unclaimed

__all__ = [
    "PAID_FROM", "Account", "Balance", "BooksError", "Found", "Means", "Open", "Posted", "accounts", "advances", "advances_by_day",
    "bank_moved", "chart", "check", "close_month", "entry_lines", "follow_unclaimed", "means_by_scheme", "months", "owe_interest", "post", "rebuild",
    "receive_advance", "received_until", "recovered_cents", "statement", "stretches", "trial_balance", "unclaimed", "unclaimed_of",
    "waiting",
]  # fmt: skip
