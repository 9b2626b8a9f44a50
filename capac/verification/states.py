"""States of what verification follows, as data. A file that ONEM refused is written again."""

from capac.records.api import Moves
from capac.verification.models import Dispatch, ExpenditureFile, Incident, Prediction, Step

C10S = Moves(
    ExpenditureFile,
    {
        "written": frozenset({"", "refused"}),
        "sent": frozenset({"written"}),
        "refused": frozenset({"written"}),
    },
)
DISPATCHES = Moves(
    Dispatch,
    {
        "written": frozenset({""}),
        "sent": frozenset({"written"}),
        "refused": frozenset({"written"}),
    },
)
STEPS = Moves(
    Step,
    {
        "running": frozenset({""}),
        "late": frozenset({"running"}),
        "done": frozenset({"running", "late"}),
    },
)
INCIDENTS = Moves(
    Incident,
    {
        "proposed": frozenset({""}),
        "decided": frozenset({"proposed"}),
        "declined": frozenset({"proposed"}),
    },
)
PREDICTIONS = Moves(
    Prediction,
    {
        "open": frozenset({""}),
        "mended": frozenset({"open"}),
        "told": frozenset({"open"}),
    },
)
