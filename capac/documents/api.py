"""The front door of documents."""

from capac.documents.check import check
from capac.documents.checking import check_again, unchecked
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
from capac.documents.models import Document

__all__ = [
    "Document", "DocumentError", "Ready", "UnknownDocumentError", "by_ids", "check", "check_again", "content", "document",
    "documents_of", "keep", "look_through", "unchecked", "write",
]  # fmt: skip
