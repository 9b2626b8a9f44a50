"""The front door of exchange."""

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
from capac.exchange.modules import (
    AccountOfAnother,
    Modules,
    Recovery,
    Seizure,
    modules,
    of_authorisations,
)
from capac.exchange.read_c2 import read_c2
from capac.exchange.references import clients_of, references
from capac.exchange.segments import Segment, authorised, changed_since

__all__ = [
    "C2", "AccountOfAnother", "ByHandError", "HandCase", "Modules", "Recovery", "Segment", "Seizure", "apply_by_hand",
    "authorised", "by_hand", "changed_since", "check", "clients_of", "message_of", "modules", "of_authorisations", "read_c2", "references",
    "reject_by_hand", "wait_again",
]  # fmt: skip
