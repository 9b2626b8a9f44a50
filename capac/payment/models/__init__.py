"""Tables of payment. Amounts in cents; a month is its first day; moments are business time."""

from capac.payment.models.bank import PayeeCheck, Recall, Reissue, Statement, StatementEntry
from capac.payment.models.paying import (
    COUNTED,
    BankAnswer,
    BankFile,
    Calculation,
    ControlCard,
    Hold,
    Payment,
    PaymentRun,
)
from capac.payment.models.terms import Contest, EarlyPayment, Provisional

__all__ = [
    "COUNTED", "BankAnswer", "BankFile", "Calculation", "Contest", "ControlCard", "EarlyPayment", "Hold", "PayeeCheck", "Payment",
    "PaymentRun", "Provisional", "Recall", "Reissue", "Statement", "StatementEntry",
]  # fmt: skip
