"""States of an expenditure file, as data. One that ONEM refused is written again."""

from capac.records.api import Moves
from capac.verification.models import ExpenditureFile

C10S = Moves(
    ExpenditureFile,
    {
        "written": frozenset({"", "refused"}),
        "sent": frozenset({"written"}),
        "refused": frozenset({"written"}),
    },
)
