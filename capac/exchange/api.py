"""The front door of exchange."""

from capac.exchange.authorised_table import authorised_table
from capac.exchange.bareme_files import (
    BaremeError,
    BaremeView,
    approve_bareme,
    bareme,
    bareme_view,
    baremes,
    propose_bareme,
    receive_bareme,
    reject_bareme,
)
from capac.exchange.bareme_models import BaremeFile
from capac.exchange.by_hand import (
    ByHandError,
    HandCase,
    apply_by_hand,
    by_hand,
    message_of,
    reject_by_hand,
    wait_again,
)
from capac.exchange.c2 import C2
from capac.exchange.c9 import C9Error
from capac.exchange.causes import CAUSES
from capac.exchange.check import check
from capac.exchange.codes import Code, CodeError
from capac.exchange.codes import parse as parse_code
from capac.exchange.declarations import (
    DeclarationView,
    all_declarations,
    declarations,
    declarations_changed_since,
    declarations_of,
    ever_declared,
)
from capac.exchange.declared import (
    ActivationWork,
    Declared,
    Document,
    HolidaysTaken,
    PartTimeWork,
    TemporaryUnemployment,
)
from capac.exchange.declared_table import clients_of_month, declared_table
from capac.exchange.judging import JudgeError, judge_return, letter_read
from capac.exchange.modules import (
    AccountOfAnother,
    ActivationRight,
    Modules,
    Recovery,
    Seizure,
    modules,
    of_authorisations,
)
from capac.exchange.proposing import Proposal, propose
from capac.exchange.read_c2 import read_c2
from capac.exchange.read_c9_answers import read_c9_answers
from capac.exchange.read_declarations import (
    DeclarationError,
    read_declarations,
    read_rejected_declaration,
)
from capac.exchange.references import clients_of, references
from capac.exchange.segments import Segment, authorised, changed_since
from capac.exchange.submissions import (
    CameBack,
    Cost,
    NoticeView,
    Place,
    SubmissionView,
    costs,
    letter_by_id,
    letters_of,
    processed_by_itself,
    submissions_of,
    under_way,
)
from capac.exchange.submit import introduce, submit_ready
from capac.exchange.timeline import timeline

__all__ = [
    "C2", "CAUSES", "AccountOfAnother", "ActivationRight", "ActivationWork", "BaremeError", "BaremeFile",
    "BaremeView", "ByHandError", "C9Error", "CameBack", "Code", "CodeError", "Cost", "DeclarationError",
    "DeclarationView", "Declared", "Document", "HandCase", "HolidaysTaken", "JudgeError", "Modules",
    "NoticeView", "PartTimeWork", "Place", "Proposal", "Recovery", "Segment", "Seizure", "SubmissionView",
    "TemporaryUnemployment", "all_declarations", "apply_by_hand", "approve_bareme", "authorised",
    "authorised_table", "bareme", "bareme_view", "baremes", "by_hand", "changed_since", "check", "clients_of",
    "clients_of_month", "costs", "declarations", "declarations_changed_since", "declarations_of",
    "declared_table", "ever_declared", "introduce", "judge_return", "letter_by_id", "letter_read",
    "letters_of", "message_of", "modules", "of_authorisations", "parse_code", "processed_by_itself",
    "propose", "propose_bareme", "read_c2", "read_c9_answers", "read_declarations", "read_rejected_declaration",
    "receive_bareme", "references", "reject_bareme", "reject_by_hand", "submissions_of", "submit_ready",
    "timeline", "under_way", "wait_again",
]  # fmt: skip
