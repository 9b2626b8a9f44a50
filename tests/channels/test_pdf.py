"""The file itself: the same on every machine, tagged in reading order, archived whole, and quick.

What is proved: the compiler refuses anything against PDF/A-2a and PDF/UA-1 that it checks itself; an independent checker
(pdfua) runs the rules it has; and the structure below is read from the file. What is not proved: the whole of either
norm. veraPDF, the reference checker, needs packages that are not on the registries that we install from.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from capac.channels.letters import lint, pdf
from capac.channels.letters.kinds import LANGUAGES, kind_of, kinds

DAY = date(2026, 7, 24)
EVERY = [(kind, lang) for kind in kinds() for lang in LANGUAGES]


def made(code: str = "recovery_decision", lang: str = "fr") -> bytes:
    """The example of a kind."""
    return pdf.letter_pdf(lint.sample(kind_of(code), lang).told, day=DAY)


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """The structure of a file in reading order: each element's type and the element."""
    for kid in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)[1:], kid
            yield from tags(kid)


def test_the_same_letter_is_the_same_bytes() -> None:
    assert made() == made()


@pytest.mark.parametrize(("code", "lang"), EVERY)
def test_a_letter_says_what_it_is_and_is_tagged(code: str, lang: str) -> None:
    with pikepdf.open(io.BytesIO(made(code, lang))) as file:
        assert str(file.Root.Lang) == lang
        assert bool(file.Root.MarkInfo.Marked) is True
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle) is True
        meta = file.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta["dc:title"] == lint.sample(kind_of(code), lang).title
        named = [name for name, _ in tags(file.Root.StructTreeRoot)]
        assert named.count("H1") == 1
        assert named.index("H1") < named.index("H2")
        assert not {"H3", "H4", "Figure"} & set(named)


def test_a_table_has_its_heads() -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        found = list(tags(file.Root.StructTreeRoot))
    named = [name for name, _ in found]
    assert (named.count("Table"), named.count("TH"), named.count("TR")) == (1, 2, 4)


def test_every_font_is_in_the_file() -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        fonts = [
            one
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile3" in one or "/FontFile2" in one for one in fonts)


@pytest.mark.parametrize(
    ("code", "lang"), [("recovery_decision", "fr"), ("decision", "de"), ("missing_documents", "nl")]
)
def test_an_independent_checker_finds_nothing(code: str, lang: str, tmp_path: Path) -> None:
    assert pdfua_findings(made(code, lang), tmp_path) == []


def test_the_independent_checker_finds_a_letter_without_tags(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        del file.Root["/StructTreeRoot"]
        kept = io.BytesIO()
        file.save(kept)
    assert "UA-01-005" in pdfua_findings(kept.getvalue(), tmp_path)


def pdfua_findings(body: bytes, folder: Path) -> list[str]:
    """The rules that the checker finds broken. It has 16 of the norm's 106 that a machine can check."""
    path = folder / "letter.pdf"
    path.write_bytes(body)
    return [one.rule_id for one in pdfua.validate(str(path)).findings]


def test_a_batch_begins_each_letter_on_its_own_first_page_in_its_own_language() -> None:
    told = [lint.sample(kind_of("recovery_decision"), "fr").told, lint.sample(kind_of("decision"), "nl").told]
    with pikepdf.open(io.BytesIO(pdf.batch_pdf(told, title="Batch", lang="fr", day=DAY))) as file:
        assert len(file.pages) == 3
        assert [name for name, _ in tags(file.Root.StructTreeRoot)].count("H1") == 2
        assert "nl" in {str(one.get("/Lang", "")) for _, one in tags(file.Root.StructTreeRoot)}


def test_a_demonstrations_letter_says_so() -> None:
    real = {**lint.sample(kind_of("decision"), "fr").told, "synthetic": ""}
    assert pdf.letter_pdf(real, day=DAY) != made("decision")
