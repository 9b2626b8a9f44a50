"""Frozen figures and recounts are kept: born with a reason, and never moved."""

from capac.contract.models import FrozenFigure, Recount
from capac.records.api import Moves

FROZEN = Moves(FrozenFigure, {"frozen": frozenset({""})})
RECOUNTS = Moves(Recount, {"found": frozenset({""})})
