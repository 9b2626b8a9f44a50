"""Words of documents for every public: why one is refused, with what to do instead; what a document is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.documents import api as documents

ACCEPT = "application/pdf,image/jpeg,image/png"
"""What the field of a form offers; what comes is looked at all the same."""


def document_error(error: documents.DocumentError) -> str:
    """Why a document is refused, and what to do."""
    found = str(error.arguments.get("found", ""))
    if error.reason == "unknown_type":
        return _other_type(found)
    words = {
        "empty": _("The file is empty: nothing was kept. Choose it again, or scan the paper again."),
        "too_big": _("The file is larger than %(most_mb)s MB. Scan it in black and white, or in parts."),
        "type_differs": _(
            "The name says %(named)s, the content is %(kind)s. Give the file its right ending, or choose the right file."
        ),
        "cut": _(
            "The file is damaged or not complete: its end is missing. Open it yourself, then save or scan it again."
        ),
        "locked": _("The PDF is locked with a password. Save it without one, then send it again."),
        "too_large_picture": _(
            "The picture has more than %(most_megapixels)s million points. Take it again with a lower quality."
        ),
        "infected": _("The file holds a virus (%(virus)s). Nothing was kept. Have your device checked."),
    }
    told = {**error.arguments, "kind": document_types().get(found, found)}
    return words[error.reason] % told


def document_types() -> dict[str, str]:
    """What a document is, by its type."""
    return {"application/pdf": "PDF", "image/jpeg": _("a photo (JPEG)"), "image/png": _("a picture (PNG)")}


def _other_type(found: str) -> str:
    names = {
        "zip": _("a ZIP archive or a Word document"),
        "office": _("an old Word or Excel document"),
        "heic": _("a photo in the format HEIC"),
        "film": _("a film"),
        "gif": _("a picture in the format GIF"),
        "tiff": _("a picture in the format TIFF"),
        "program": _("a program"),
        "text": _("a web page or a text"),
    }
    if found not in names:
        return _("We cannot read this file. Send a PDF, or a photo as JPEG or PNG.")
    return _("This is %(what)s. Send a PDF, or a photo as JPEG or PNG.") % {"what": names[found]}
