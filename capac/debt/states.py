"""States of a debt, as data. A cancelled debt stays cancelled: a new claim opens a new one."""

from capac.debt.models import Debt
from capac.records.api import Moves

DEBTS = Moves(Debt, {"open": frozenset({""}), "cancelled": frozenset({"open"})})
