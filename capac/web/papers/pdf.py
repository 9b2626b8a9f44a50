"""A paper as a PDF: tagged (PDF/UA-1), with the same words and tables as its page, the same on every machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils.translation import gettext as _

from capac.web.papers.paper import Paper

TEMPLATE = Path(__file__).parent / "paper.typ"


def pdf(paper: Paper) -> bytes:
    """The bytes of the file. Only fonts that come with Typst are used."""
    data = {**asdict(paper), "doubts_heading": _("What is not settled"), "author": "CAPAC"}
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return made


def download(paper: Paper) -> HttpResponse:
    """The file to keep; its name says what it is and not of whom."""
    response = HttpResponse(pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{paper.name}-{paper.lang}.pdf"'
    return response
