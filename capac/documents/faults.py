"""Why a document is refused: a code with arguments, which pages put into words in four languages."""

from __future__ import annotations


class DocumentError(ValueError):
    """A document that cannot be kept. `reason` is one of

    empty, too_big (most_mb), unknown_type (found: what it seems to be, or ""), type_differs (found, named),
    cut (found), locked, too_large_picture (most_megapixels), infected (virus).
    """

    def __init__(self, reason: str, **arguments: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.arguments = arguments
