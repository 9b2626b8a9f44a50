"""The front door of letters."""

from capac.channels.letters.check import check
from capac.channels.letters.composing import Content
from capac.channels.letters.filling import LetterError, example
from capac.channels.letters.kinds import (
    LANGUAGES,
    Blank,
    Kind,
    UnknownKindError,
    courts,
    kind_of,
    kinds,
    pieces,
)
from capac.channels.letters.models import Batch, Letter
from capac.channels.letters.printing import post_batch, print_batch
from capac.channels.letters.reading import (
    BatchView,
    LetterView,
    batch_bytes,
    batch_clients,
    batch_manifest,
    batch_of,
    batches,
    counts,
    history,
    in_state,
    known_once,
    letter_by_id,
    letter_bytes,
    letter_of,
    letters_about,
    letters_of,
    not_left,
)
from capac.channels.letters.sending import SUBJECT, UNDELIVERABLE, send_letters
from capac.channels.letters.timeline import timeline
from capac.channels.letters.withdrawing import withdraw, write_again
from capac.channels.letters.write import draft, preview, write_letter

__all__ = [
    "LANGUAGES", "SUBJECT", "UNDELIVERABLE", "Batch", "BatchView", "Blank", "Content", "Kind", "Letter",
    "LetterError", "LetterView", "UnknownKindError", "batch_bytes", "batch_clients", "batch_manifest",
    "batch_of", "batches", "check", "counts", "courts", "draft", "example", "history", "in_state", "kind_of",
    "kinds", "known_once", "letter_by_id", "letter_bytes", "letter_of", "letters_about", "letters_of", "not_left", "pieces",
    "post_batch", "preview", "print_batch", "send_letters", "timeline", "withdraw", "write_again",
    "write_letter",
]  # fmt: skip
