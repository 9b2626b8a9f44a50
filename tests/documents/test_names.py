"""Names of documents: printable, with the ending of the type, without a path and without a national number."""

from __future__ import annotations

import pytest

from capac.core import niss
from capac.documents.names import clean
from tests import world


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C4.pdf", "C4.pdf"),
        ("C:\\Users\\a\\Attestation é.PDF", "Attestation_é.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\r\nX-Evil: 1.pdf", "a_X-Evil_1.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ('quote"; filename="x.pdf', "quote_filename=_x.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("12345678901.pdf", "12345678901.pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, name: str) -> None:
    assert clean(given, "application/pdf") == name


def test_a_national_number_is_taken_out_of_a_name_however_it_is_written() -> None:
    number = world.number_of("amina")
    assert clean(f"C4 {number}.jpg", "image/jpeg") == "C4_number.jpg"
    assert clean(f"{niss.display(number)} C4.jpg", "image/jpeg") == "number_C4.jpg"
    assert clean(f"{number[:6]}_{number[6:]}", "image/png") == "number.png"
