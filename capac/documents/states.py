"""States of documents, letters, paper files and destructions, as data."""

from capac.documents.models import Destruction, Document, InboundLetter, PaperFile
from capac.records.api import Moves

DOCUMENTS = Moves(
    Document,
    {
        "unchecked": frozenset({""}),
        "kept": frozenset({"", "unchecked"}),
        "infected": frozenset({"unchecked"}),
        "destroyed": frozenset({"kept"}),
    },
)
LETTERS = Moves(InboundLetter, {"waiting": frozenset({"", "treated"}), "treated": frozenset({"waiting"})})
PAPER = Moves(
    PaperFile,
    {
        "inventoried": frozenset({"", "digitised", "proposed", "approved"}),
        "digitised": frozenset({"inventoried"}),
        "checked": frozenset({"digitised", "proposed", "approved"}),
        "proposed": frozenset({"inventoried", "checked"}),
        "approved": frozenset({"proposed"}),
        "destroyed": frozenset({"approved"}),
    },
)
DESTRUCTIONS = Moves(
    Destruction,
    {
        "proposed": frozenset({""}),
        "approved": frozenset({"proposed"}),
        "certified": frozenset({"approved"}),
        "dropped": frozenset({"proposed", "approved"}),
    },
)
