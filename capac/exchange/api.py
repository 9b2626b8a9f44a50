"""The front door of exchange."""

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
from capac.exchange.modules import (
    AccountOfAnother,
    ActivationRight,
    Modules,
    Recovery,
    Seizure,
    modules,
    of_authorisations,
)
from capac.exchange.read_c2 import read_c2
from capac.exchange.read_declarations import (
    DeclarationError,
    read_declarations,
    read_rejected_declaration,
)
from capac.exchange.references import clients_of, references
from capac.exchange.segments import Segment, authorised, changed_since
from capac.exchange.timeline import timeline

__all__ = [
    "C2", "AccountOfAnother", "ActivationRight", "ActivationWork", "BaremeError", "BaremeFile", "BaremeView",
    "ByHandError", "Code", "CodeError", "DeclarationError", "DeclarationView", "Declared", "Document", "HandCase",
    "HolidaysTaken", "Modules", "PartTimeWork", "Recovery", "Segment", "Seizure", "TemporaryUnemployment",
    "all_declarations", "apply_by_hand", "approve_bareme", "authorised", "bareme", "bareme_view", "baremes",
    "by_hand", "changed_since", "check", "clients_of", "declarations", "declarations_changed_since",
    "declarations_of", "ever_declared", "message_of", "modules", "of_authorisations", "parse_code", "propose_bareme",
    "read_c2", "read_declarations", "read_rejected_declaration", "receive_bareme", "references",
    "reject_bareme", "reject_by_hand", "timeline", "wait_again",
]  # fmt: skip
