"""A C9 as text: the cover record of a file with its pieces. Own interface, to be replaced by the official one (c9.xsd)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import yaml
from lxml import etree

NAMESPACE = "urn:capac:own-interface:c9:1"
HERE = Path(__file__).parent


class C9Error(ValueError):
    """A file that cannot be written: what is missing, or what its own schema does not allow. Bears no personal data."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason} {arguments or ''}".strip())
        self.reason, self.arguments = reason, arguments


@dataclass(frozen=True)
class Piece:
    """A piece of the file: the form as which it came, when and from where; with its bytes where it is a document."""

    code: str
    form: str
    received_on: date
    source: str
    media_type: str = ""
    sha256: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class C9:
    """One introduction. `said` are the answers of the intake; `derogation` is the reason of a C54."""

    reference: str
    attempt: int
    type: str
    suffix: str
    kind: str
    asked_on: date
    received_on: date
    number: str
    name: str
    said: Mapping[str, str]
    pieces: tuple[Piece, ...]
    derogation: str = ""


def type_of(kind: str, *, derogation: bool) -> str:
    """The number of a C9, "" where the reference names none."""
    known = _types()
    return str(known["derogation"]["type"] if derogation else known["types"].get(kind, {}).get("type", ""))


def reaction_suffix() -> str:
    """The suffix of a reaction to a decision."""
    return str(_types()["reaction"]["suffix"])


def render(c9: C9, created: datetime) -> bytes:
    """The message, checked against its schema. Raises C9Error."""
    if not c9.pieces:
        raise C9Error("no_piece")
    head = f"reference={quoteattr(c9.reference)} attempt={quoteattr(str(c9.attempt))}"
    moment = created.isoformat(timespec="seconds")
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<C9 xmlns="{NAMESPACE}" {head} createdAt="{moment}">\n'
        f"{_facts(c9)}{''.join(map(_piece, c9.pieces))}{_element('derogation', c9.derogation)}</C9>\n"
    ).encode()
    _check(body)
    return body


def _facts(c9: C9) -> str:
    told = [
        ("type", c9.type),
        ("suffix", c9.suffix),
        ("kind", c9.kind),
        ("askedOn", str(c9.asked_on)),
        ("receivedOn", str(c9.received_on)),
        ("inss", c9.number),
        ("name", c9.name),
    ]
    said = (
        f"<said question={quoteattr(name)}>{escape(one)}</said>\n" for name, one in sorted(c9.said.items())
    )
    return "".join(_element(name, one) for name, one in told) + "".join(said)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n" if text else ""


def _piece(piece: Piece) -> str:
    told = {
        "code": piece.code,
        "form": piece.form,
        "receivedOn": str(piece.received_on),
        "source": piece.source,
        "mediaType": piece.media_type,
        "sha256": piece.sha256,
    }
    head = " ".join(f"{name}={quoteattr(one)}" for name, one in told.items() if one)
    return f"<piece {head}>{base64.b64encode(piece.body).decode()}</piece>\n"


def _check(body: bytes) -> None:
    try:
        for _, element in etree.iterparse(BytesIO(body), schema=_schema(), huge_tree=True):
            element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise C9Error("not_as_described", rule=_rule(error)) from error


def _rule(error: etree.XMLSyntaxError) -> str:
    """What the schema says, without the value: it may be somebody's."""
    return (error.msg or "").partition("': ")[0][:120]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(HERE / "formats" / "c9.xsd")))


@cache
def _types() -> dict[str, Any]:
    told: dict[str, Any] = yaml.load((HERE / "c9_types.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return told


def pieces_of(rows: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces in the order of their codes, so that the same file gives the same bytes."""
    return tuple(sorted(rows, key=lambda one: (one.code, one.form)))
