"""A file that a form sends: its bytes and the name that came with it, before anything is believed of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest


@dataclass(frozen=True)
class Upload:
    """A file of a form."""

    content: BinaryIO
    name: str


def uploaded(request: HttpRequest, field: str = "file") -> Upload | None:
    """The file of a field; None where nothing was chosen."""
    found = request.FILES.get(field)
    return Upload(cast(BinaryIO, found), found.name or "") if isinstance(found, UploadedFile) else None
