"""States of an application, of a piece and of a question to the register, as data."""

from capac.dossier.models import Application, Piece, RegisterQuestion
from capac.records.api import Moves

APPLICATIONS = Moves(
    Application,
    {
        "collecting": frozenset({"", "complete"}),
        "complete": frozenset({"collecting", "returned"}),
        "submitted": frozenset({"complete"}),
        "returned": frozenset({"submitted", "complete"}),
        "decided": frozenset({"submitted", "returned", "complete"}),
        "withdrawn": frozenset({"collecting", "complete", "returned"}),
    },
)
"""ONEM may decide on a file that it sent back and that is whole again here.
A complete file goes back to where its pieces were missing (collecting or returned) when one proves useless."""
PIECES = Moves(
    Piece,
    {
        "missing": frozenset({"", "announced", "received", "waived", "dropped"}),
        "announced": frozenset({"missing"}),
        "received": frozenset({"missing", "announced", "waived", "dropped"}),
        "waived": frozenset({"missing", "announced"}),
        "dropped": frozenset({"missing", "announced", "received", "waived"}),
    },
)
"""Waived: an agent does without it, with a reason. Dropped: the situation, corrected, asks for it no more."""
QUESTIONS = Moves(
    RegisterQuestion,
    {"asked": frozenset({""}), "answered": frozenset({"asked"}), "not_found": frozenset({"asked"})},
)
