"""The front door of documents."""

from capac.documents.check import check
from capac.documents.checking import settle_check, unchecked, verdict
from capac.documents.destroying import (
    METHODS,
    approve,
    certify,
    destruction,
    destructions,
    drop,
    files_of,
    propose,
)
from capac.documents.faults import DocumentError
from capac.documents.inventory import (
    IN_HOUSE,
    NewPaper,
    PaperError,
    Tally,
    compare,
    digitise,
    give_paper,
    may_go,
    paper,
    papers,
    scans_of,
    take_stock,
    tallies,
)
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
    letters_from,
    letters_waiting,
    promise,
    register_letter,
    treat_letter,
    wait_again,
)
from capac.documents.models import Destruction, Document, InboundLetter, PaperFile
from capac.documents.names import holds_number
from capac.documents.retention import CORRESPONDENCE, DOSSIER, Rule, kept_until, retentions, rule_of
from capac.documents.timeline import timeline

__all__ = [
    "CORRESPONDENCE", "DOSSIER", "IN_HOUSE", "METHODS", "Destruction", "Document", "DocumentError",
    "InboundLetter", "NewPaper", "PaperError", "PaperFile", "Ready", "Rule", "Tally", "UnknownDocumentError",
    "approve", "by_ids", "certify", "check", "compare", "content", "destruction", "destructions", "digitise",
    "document", "documents_of", "drop", "files_of", "give_letter", "give_paper", "holds_number", "keep",
    "kept_until", "letter_by_id", "letter_with", "letters_from", "letters_waiting", "look_through", "may_go",
    "paper", "papers", "promise", "propose", "register_letter", "retentions", "rule_of", "scans_of",
    "settle_check", "take_stock", "tallies", "timeline", "treat_letter", "unchecked", "verdict",
    "wait_again", "write",
]  # fmt: skip
