"""The XSDs of the messages with ONSS, from the tables beside them (capac/exchange/formats)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

FORMATS = Path(__file__).resolve().parents[1] / "capac" / "exchange" / "formats"
COLUMNS = ("depth", "name", "zone", "type", "length", "least", "most", "values", "low", "high")
Row = dict[str, str]
DERIVED = "derived from ONSS's glossary 2023/3; to be replaced by the official schema of ONSS's TechLib"
HEADS = {
    "wech505": f"WECH505, {DERIVED}. Own derivation: the root 5nn and the ticket (reference of type 1, origin 2).",
    "wech506": f"WECH506, {DERIVED}. Own derivation: the root 5nn and the ticket (reference of type 1, origin 2).",
    "wech508": f"WECH508, {DERIVED}. Own derivation: the root 5nn and the ticket (reference of type 1, origin 2).",
    "wech510": "WECH510, own derivation: its glossary is not public. The frame is that of WECH005, the days carry code 3.4.",
    "acrf": "ACRF, derived: what we write of ONSS's official schema ACRF_20231, in its order and with its limits.",
    "notification": "NOTIFICATION, derived: what we write of ONSS's official schema NOTIFICATION_20223, in its order.",
}


def schema(name: str, rows: list[Row]) -> str:
    """The XSD of a table. What repeats under the root is an element of its own: one can be checked alone."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
    note = f"  <xs:annotation><xs:documentation>{HEADS[name]}</xs:documentation></xs:annotation>\n"
    root = (
        f'  <xs:element name="{rows[0]["name"]}"><xs:complexType><xs:sequence>\n'
        f'    <xs:element ref="{rows[1]["name"]}" maxOccurs="unbounded"/>\n'
        "  </xs:sequence></xs:complexType></xs:element>\n"
    )
    return head + note + root + "".join(_elements(rows, 1, len(rows))) + "</xs:schema>\n"


def _elements(rows: list[Row], start: int, end: int) -> Iterator[str]:
    while start < end:
        row = rows[start]
        depth, pad = int(row["depth"]), "  " * (int(row["depth"]) * 2 - 1)
        last = next((n for n in range(start + 1, end) if int(rows[n]["depth"]) <= depth), end)
        occurs = f' minOccurs="{row["least"]}" maxOccurs="{row["most"] or "unbounded"}"' if depth > 1 else ""
        yield f"{pad}<xs:element name={quoteattr(row['name'])}{occurs}>\n"
        if row["type"] == "block":
            yield f"{pad}  <xs:complexType><xs:sequence>\n"
            yield from _elements(rows, start + 1, last)
            yield f"{pad}  </xs:sequence></xs:complexType>\n"
        else:
            yield f"{pad}  <xs:simpleType>{_restriction(row)}</xs:simpleType>\n"
        yield f"{pad}</xs:element>\n"
        start = last


def _restriction(row: Row) -> str:
    kind, facets = row["type"], []
    base = {"date": "xs:date", "time": "xs:time", "day": "xs:gMonthDay", "text": "xs:string"}.get(
        kind, "xs:integer"
    )
    if kind == "time":
        facets.append(("pattern", r"\d{2}:\d{2}:\d{2}\.\d{3}"))
    if kind == "date":
        facets.append(("pattern", r"\d{4}-\d{2}-\d{2}"))
    if kind == "day":
        facets.append(("pattern", r"--\d{2}-\d{2}"))
    if kind == "text":
        base = "xs:token" if row["values"] else base
        facets += [("minLength", "1")] + ([("maxLength", row["length"])] if row["length"] else [])
    if kind == "number":
        facets += [("minInclusive", row["low"] or "0")] + (
            [("maxInclusive", row["high"])] if row["high"] else []
        )
        facets += [("pattern", rf"-?\d{{1,{row['length']}}}")] if row["length"] and not row["values"] else []
    if row["values"] and kind == "number":
        facets = [("pattern", "|".join(row["values"].split()))]
    elif row["values"]:
        facets = [("enumeration", value) for value in row["values"].split()]
    return (
        f'<xs:restriction base="{base}">'
        + "".join(f"<xs:{n} value={quoteattr(v)}/>" for n, v in facets)
        + "</xs:restriction>"
    )


def read_table(name: str) -> list[Row]:
    """A table as committed."""
    with (FORMATS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write() -> None:
    """Write every schema beside its table."""
    for name in HEADS:
        (FORMATS / f"{name}.xsd").write_text(schema(name, read_table(name)), encoding="utf-8")
