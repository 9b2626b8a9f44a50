"""The front door of documents."""

from capac.documents.check import check
from capac.documents.checking import settle_check, unchecked, verdict
from capac.documents.faults import DocumentError
from capac.documents.keeping import (
    Ready,
    UnknownDocumentError,
    by_ids,
    content,
    document,
    documents_of,
    keep,
    look_through,
    write,
)
from capac.documents.letters import (
    give_letter,
    letter_by_id,
    letter_with,
    letters_waiting,
    promise,
    register_letter,
    treat_letter,
    wait_again,
)
from capac.documents.models import Document, InboundLetter
from capac.documents.names import holds_number
from capac.documents.timeline import timeline

__all__ = [
    "Document", "DocumentError", "InboundLetter", "Ready", "UnknownDocumentError", "by_ids", "check",
    "content", "document", "documents_of", "give_letter", "holds_number", "keep", "letter_by_id",
    "letter_with", "letters_waiting", "look_through", "promise", "register_letter", "settle_check",
    "timeline", "treat_letter", "unchecked", "verdict", "wait_again", "write",
]  # fmt: skip
