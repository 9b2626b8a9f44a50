"""The front door of verification."""

from capac.verification import for_books as books
from capac.verification.c10 import C10Error
from capac.verification.check import check
from capac.verification.incidents import declare_incident
from capac.verification.judging import is_tolerated
from capac.verification.lowering import Lowered, Verified, changed_since, lowered, outcomes_of
from capac.verification.models import ExpenditureFile
from capac.verification.read_outcomes import read_outcomes
from capac.verification.sent import follow_files
from capac.verification.write_c10 import VerificationError, to_be_written, write_again, write_c10, write_due

__all__ = [
    "C10Error", "ExpenditureFile", "Lowered", "VerificationError", "Verified", "books", "changed_since", "check",
    "declare_incident", "follow_files", "is_tolerated", "lowered", "outcomes_of", "read_outcomes", "to_be_written",
    "write_again", "write_c10", "write_due",
]  # fmt: skip
