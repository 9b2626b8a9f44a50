"""A document leaves as a download of one of three types: never run, never framed, never kept by a browser or proxy."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from capac.documents import api as documents

LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""What may happen inside a document that a browser opens all the same: nothing. Stands in place of the pages' policy."""


def download(document: documents.Document) -> HttpResponse:
    """The bytes of a document that may be shown, a megabyte at a time. Raises documents.UnknownDocumentError."""
    response = StreamingHttpResponse(documents.content(document.key), content_type=document.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name)}"
    response["Content-Length"] = str(document.size)
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return cast(HttpResponse, response)  # Django gives both one base, and no view of ours looks inside
