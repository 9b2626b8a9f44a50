"""The front door of payment."""

from capac.payment import contests, early, moving, preview, provisional
from capac.payment import for_books as books
from capac.payment.bank_faults import BankError
from capac.payment.bank_reasons import bank_reasons
from capac.payment.calculations import Due, Payee, Stop
from capac.payment.card_faults import CardError
from capac.payment.cards import Card, cards, cards_by_id, cards_of
from capac.payment.cards_table import cards_changed_table, cards_table
from capac.payment.changed import changed_since, computed, held, on_other_figures, proposed, standing
from capac.payment.check import LOOKBACK, balances, check, moved_since_last_run
from capac.payment.entries import (
    EXPLANATIONS,
    Balance,
    EntryView,
    balances_by_day,
    entries_of,
    entry,
    explain_entry,
    unknown_entries,
)
from capac.payment.explaining import Explained, Side, explain
from capac.payment.file_run import file_run
from capac.payment.holds import HoldError
from capac.payment.holds import accept as accept_hold
from capac.payment.key_card import key_card
from capac.payment.life import (
    CameBack,
    Life,
    NameView,
    RecallView,
    answers_read,
    came_back_list,
    client_of,
    clients_of_returns,
    close_names,
    life_of,
    name_check,
    recall,
)
from capac.payment.owed import Owed, refusal_stop, sort_out
from capac.payment.pain001 import BankFileError
from capac.payment.payees import consent_payee, propose_payee
from capac.payment.prepare import Claim, prepare
from capac.payment.proof import Proof, payment_of, proof_of
from capac.payment.read_bank import read_bank
from capac.payment.read_ec3 import read_ec3, read_rejected_card
from capac.payment.reading import (
    HoldView,
    MonthView,
    PaidView,
    clients_of_transfer,
    months_of,
    open_holds,
    vector_of,
)
from capac.payment.recalls import approve_recall, ask_recall, withdraw_recall
from capac.payment.reissues import ReissueView, confirm_proposed, propose_account, reissues_of
from capac.payment.release import drop, next_bank_day, release
from capac.payment.returns import account_confirmed, accounts_changed, death_noted
from capac.payment.run_reading import FileView, RunCase, RunView, run_cases, run_view, runs
from capac.payment.runs import RunError, finish, last_known, open_run, preparing, released
from capac.payment.silence import Silent, silent_files
from capac.payment.spent import Spent, counted_ids, first_spent, spent, spent_by_id, spent_ids, unanswered
from capac.payment.term_faults import TermError
from capac.payment.timeline import timeline
from capac.payment.weighing import Difference, alone, weigh

__all__ = [
    "EXPLANATIONS", "LOOKBACK", "Balance", "BankError", "BankFileError", "CameBack", "Card", "CardError",
    "Claim", "Difference", "Due", "EntryView", "Explained", "FileView", "HoldError", "HoldView", "Life",
    "MonthView", "NameView", "Owed", "PaidView", "Payee", "Proof", "RecallView", "ReissueView", "RunCase",
    "RunError", "RunView", "Side", "Silent", "Spent", "Stop", "TermError", "accept_hold", "account_confirmed",
    "accounts_changed", "alone", "answers_read", "approve_recall", "ask_recall", "balances", "balances_by_day",
    "bank_reasons", "books", "came_back_list", "cards", "cards_by_id",
    "cards_changed_table", "cards_of", "cards_table", "changed_since", "check", "client_of",
    "clients_of_returns", "clients_of_transfer", "close_names", "computed", "confirm_proposed",
    "consent_payee", "contests", "counted_ids", "death_noted", "drop", "early", "entries_of", "entry",
    "explain", "explain_entry", "file_run", "finish", "first_spent", "held", "key_card", "last_known",
    "life_of", "months_of", "moved_since_last_run", "moving", "name_check", "next_bank_day",
    "on_other_figures", "open_holds", "open_run", "payment_of", "prepare", "preparing", "preview", "proof_of",
    "propose_account", "propose_payee", "proposed", "provisional", "read_bank", "read_ec3",
    "read_rejected_card", "recall", "refusal_stop", "reissues_of", "release", "released", "run_cases",
    "run_view", "runs", "silent_files", "sort_out", "spent", "spent_by_id", "spent_ids", "standing",
    "timeline", "unanswered", "unknown_entries", "vector_of", "weigh", "withdraw_recall",
]  # fmt: skip
