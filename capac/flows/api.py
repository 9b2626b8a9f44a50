"""The front door of flows: the chains that a page starts or reads. Commands and jobs start theirs by name."""

from capac.flows.authorised import is_provisional
from capac.flows.change_account import change_account, confirm_account
from capac.flows.client_months import MonthStatus, client_months
from capac.flows.contest import contest
from capac.flows.file_claim import TakenIn, take_in
from capac.flows.letter_data import letter_data, table_of
from capac.flows.liquidity import Liquidity, liquidity
from capac.flows.pay_month import prepare_payments, release_payments
from capac.flows.receive_letter import Received, give_letter, receive_letter, treat_letter, wait_again
from capac.flows.rehearse import rehearsed_case
from capac.flows.rehearsed import cases as rehearsed_cases
from capac.flows.rehearsed import rehearsal, rehearsals
from capac.flows.statements import CertifiedMonth, PaymentStatement, certified, statements
from capac.flows.tax_year import READINGS, TaxYear, tax_years

__all__ = [
    "READINGS",
    "CertifiedMonth",
    "Liquidity",
    "MonthStatus",
    "PaymentStatement",
    "Received",
    "TakenIn",
    "TaxYear",
    "certified",
    "change_account",
    "client_months",
    "confirm_account",
    "contest",
    "give_letter",
    "is_provisional",
    "letter_data",
    "liquidity",
    "prepare_payments",
    "receive_letter",
    "rehearsal",
    "rehearsals",
    "rehearsed_case",
    "rehearsed_cases",
    "release_payments",
    "statements",
    "table_of",
    "take_in",
    "tax_years",
    "treat_letter",
    "wait_again",
]  # fmt: skip
