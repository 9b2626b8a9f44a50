"""States of advances and closings, as data. Neither ever moves: what was wrong is set right by another row."""

from capac.finance.models import Advance, Closing
from capac.records.api import Moves

ADVANCES = Moves(Advance, {"kept": frozenset({""})})
CLOSINGS = Moves(Closing, {"closed": frozenset({""})})
