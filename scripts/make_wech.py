"""Make the tables and schemas of the messages with ONSS: `python -m scripts.make_wech [FOLDER]`.

FOLDER holds ONSS's glossary (drs-glossary.json, structure of the WECH0nn forms) and its official schemas of
ACRF and NOTIFICATION. From these facts come the tables beside capac/exchange (formats/*.csv); from the tables
alone, without FOLDER, come the XSDs, so that the product and its tests need nothing else. With FOLDER the
answers that we write are also shown to the official schemas when `--check FILE…` names some.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from scripts.wech_schemas import COLUMNS, FORMATS, Row, write

XS = "{http://www.w3.org/2001/XMLSchema}"
FORMS = {"wech505": "WECH005", "wech506": "WECH006", "wech508": "WECH008"}
TYPES = {"JJJJ-MM-DD": "date", "UU:MM:SS.SSS": "time", "--MM-DD": "day"}
NOT_TAKEN = {"NOSSLPAEmployerDeclarationLink"}
"""Local authorities declare under their CBE number since 2022: their old branch is left out."""
RISKS = {
    "WECH505": "001 002 003 004 005 006 007 008 009 010 011",
    "WECH506": "001",
    "WECH508": "001 003 004 007 008 010 011 012 020 021",
    "WECH510": "001 002",
}


def _codes(group: int, last: int) -> str:
    return " ".join(f"{group}.{n}" for n in range(1, last + 1))


DAY_CODES = {
    "WECH505": _codes(5, 11),
    "WECH506": f"1 1.3 1.4 1.5 {_codes(2, 9)} {_codes(3, 5)} 4 {_codes(5, 11)} {_codes(6, 11)} 7 8 9 {_codes(10, 22)}",
    "WECH510": "3.4",
}
"""Natures of a day (ONSS's appendix 13) by form; code 1.1 is not of form 506."""
SALARY_CODES = {"WECH506": "33", "WECH508": "32"}
VALUES = {
    "00110": "0 1 3 7",
    "00297": "SU",
    "00156": "1 2 3",
    "00221": "0 1 2 3 4 5 6 7 8 9",
    "00298": "1 2 3 4 5 6 7",
    "00012": "0 1",
    "00116": "0 1",
    "01230": "0 1",
    "00189": "1 2 3 4 5 6",
    "00769": "0 1 2 3 4 5",
    "01095": "01 02 03 04 10 11 12 13 14 98 99",
}
RANGES = {
    "00048": ("0", "6000"),
    "00049": ("1", "6000"),
    "00190": ("1", "52"),
    "00529": ("0", "25000"),
    "00124": ("0", "99999999"),
    "00023": ("1", "9999999"),
}
HOURS = {"WECH505": ("1", "1400"), "WECH506": ("0", "2400"), "WECH510": ("1", "2400")}
ANSWERS = {
    "acrf": ("ACRF_20231.xsd", "ACRF", ("FileReference", "ReceptionResult", "ReferenceOrigin", "ReferenceNbr", "ErrorID")),
    "notification": (
        "NOTIFICATION_20223.xsd",
        "NOTIFICATION",
        (
            "FileReference", "ReferenceNbr", "HandledOriginalForm", "Identification", "FormCreationDate",
            "FormCreationHour", "AttestationStatus", "TypeForm", "HandledReference", "HandlingResult", "AnomalyReport",
            "TagName", "AnomalyClass", "AnomalyLocation", "LineNbr",
        ),
    ),
}  # fmt: skip
"""Per answer: the official schema, its root, and what we write of what it leaves free."""


def tables(folder: Path) -> dict[str, list[Row]]:
    """Every table, from ONSS's material."""
    glossary = json.loads((folder / "drs-glossary.json").read_text(encoding="utf-8"))
    made = {name: _form(glossary[form], form, name.upper()) for name, form in FORMS.items()}
    made["wech510"] = _of_holidays(made["wech505"])
    for name, (file, root, optional) in ANSWERS.items():
        made[name] = list(_Official(folder / file, optional).rows(root))
    return made


def _form(told: dict[str, Any], form: str, name: str) -> list[Row]:
    blocks = {block["code"][0]: block for block in told["blocks"]}
    names = {block["name"][0]: block["code"][0] for block in told["blocks"]}
    zones = {zone["Code"]: zone for zone in told["zones"]}

    def walk(block: dict[str, Any], depth: int) -> Iterator[Row]:
        label = block["label"][0]
        if label in NOT_TAKEN:
            return
        most = "" if block["max"][0] == "*" else block["max"][0]
        yield _row(
            depth,
            name if label == form else label,
            block["code"][0],
            "block",
            least=block["min"][0],
            most=most,
        )
        for zone in filter(None, block["zones"]):
            if row := _zone(zones[zone.partition(" - ")[0]], depth + 1, name):
                yield row
        for linked in filter(None, block["linked"]):
            code = linked.partition(" - ")[0]
            found = blocks.get(code) or blocks.get(names.get(code, "")) or blocks[_near(names, code)]
            yield from walk(found, depth + 1)

    return list(walk(next(b for b in told["blocks"] if b["label"][0] == form), 0))


def _near(names: dict[str, str], name: str) -> str:
    return next(code for known, code in names.items() if known.casefold() == name.casefold())


def _zone(zone: dict[str, str], depth: int, form: str) -> Row | None:
    """One field; None for one that is forbidden in this form whatever else it says."""
    code, presence = zone["Code"], zone["Aanwezigheid"]
    if presence.startswith("Verboden") or (code == "01034"):
        return None
    kind = TYPES.get(
        zone["Formaat"].split("\n")[0].strip(), "number" if zone["Type"] == "Numeriek" else "text"
    )
    values = {
        "00296": form, "00430": RISKS[form], "00179": DAY_CODES.get(form, ""), "00122": SALARY_CODES.get(form, ""),
    }.get(code, VALUES.get(code, ""))  # fmt: skip
    low, high = HOURS[form] if code == "00180" else RANGES.get(code, ("", ""))
    least = "1" if presence.startswith("Onmisbaar") else "0"
    return _row(
        depth, zone["XmlLabel"], code, kind, length=zone["Lengte"], least=least, most="1", values=values, low=low, high=high
    )  # fmt: skip


def _of_holidays(frame: list[Row]) -> list[Row]:
    """WECH510: the frame of 505 down to the occupation, then the holiday hours by day."""
    cut = next(n for n, row in enumerate(frame) if row["name"] == "MonthlyDclTempUnemploymentHours")
    inside = {
        "ReferencePeriod",
        "RefStartingDate",
        "RefEndingDate",
        "NatureOfDay",
        "DayIndicator",
        "DayNatureCode",
    }
    inside |= {"HoursNumber", "CommentDeclaration", "CommentOfDeclaration"}
    rows = [dict(row) for row in frame[:cut]]
    rows.append(
        _row(int(frame[cut]["depth"]), "MonthlyDclYoungSeniorHolidayHours", "", "block", least="1", most="1")
    )
    rows += [dict(row) for row in frame[cut:] if row["name"] in inside]
    own = {
        "Identification": "WECH510",
        "IdentificationOfRisk": RISKS["WECH510"],
        "DayNatureCode": DAY_CODES["WECH510"],
    }
    for row in rows:
        row["values"] = own.get(row["name"], row["values"])
        if row["name"] == "WECH505":
            row["name"], row["zone"] = "WECH510", ""
        if row["name"] == "RiskIdentification":
            row["most"] = "1"
        if row["name"] == "HoursNumber":
            row["low"], row["high"] = HOURS["WECH510"]
    return rows


class _Official:
    """One of ONSS's own schemas, flattened to the fields that we write."""

    def __init__(self, path: Path, optional: Iterable[str]) -> None:
        root = etree.parse(str(path)).getroot()
        self.elements = {e.get("name"): e for e in root.findall(f"{XS}element")}
        self.types = {e.get("name"): e for e in root.findall(f"{XS}complexType")}
        self.optional = set(optional)

    def rows(self, name: str, depth: int = 0, *, least: str = "1", most: str = "1") -> Iterator[Row]:
        """An element and what is in it."""
        element = self.elements[name]
        zone = str(element.findtext(f"{XS}annotation/{XS}documentation")).strip()
        inner = element.find(f"{XS}complexType")
        inner = self.types.get(element.get("type")) if inner is None else inner
        if inner is None:
            yield _row(depth, name, zone, *_simple(element), least=least, most=most)
            return
        yield _row(depth, name, zone, "block", least=least, most=most)
        yield from self._inside(inner, depth + 1)

    def _inside(self, node: Any, depth: int) -> Iterator[Row]:
        for child in node:
            if child.tag == f"{XS}extension":
                yield from self._inside(self.types[child.get("base")], depth)
            if child.tag == f"{XS}element":
                least, most = child.get("minOccurs", "1"), child.get("maxOccurs", "1")
                if least != "0" or child.get("ref") in self.optional:
                    most = "" if most == "unbounded" else most
                    yield from self.rows(child.get("ref"), depth, least=least, most=most)
            elif child.tag in {f"{XS}{tag}" for tag in ("sequence", "complexContent", "extension")}:
                yield from self._inside(child, depth)


def _simple(element: Any) -> tuple[str, str, str, str]:
    """Type, length, values and lowest and highest of a field of an official schema, in the table's words."""
    limits = [
        (str(facet.tag).removeprefix(XS), str(facet.get("value")))
        for facet in element.iter()
        if facet.get("value")
    ]
    base = element.find(f".//{XS}restriction").get("base").removeprefix("xs:")
    one = dict(limits)
    kind = {"date": "date", "time": "time", "integer": "number"}.get(base, "text")
    length = one.get("totalDigits", one.get("maxLength", ""))
    return (
        kind,
        length,
        " ".join(value for name, value in limits if name == "enumeration"),
        one.get("minInclusive", ""),
    )


def _row(
    depth: int, name: str, zone: str, kind: str, length: str = "", values: str = "", low: str = "", *,
    least: str, most: str, high: str = "",
) -> Row:  # fmt: skip
    told = (str(depth), name, zone, kind, length, least, most, values, low, high)
    return dict(zip(COLUMNS, told, strict=True))


def main(argv: list[str]) -> int:
    """Write tables (with FOLDER) and schemas."""
    if argv:
        for name, rows in tables(Path(argv[0])).items():
            with (FORMATS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
    write()
    return _check(Path(argv[0]), argv[2:]) if argv[1:2] == ["--check"] else 0


def _check(folder: Path, files: list[str]) -> int:
    """Show written answers to the official schemas. Returns how many they refuse."""
    wrong = 0
    for path in files:
        tree = etree.parse(path)
        file = {root: file for file, root, _ in ANSWERS.values()}[etree.QName(tree.getroot()).localname]
        official = etree.XMLSchema(etree.parse(str(folder / file)))
        valid = official.validate(tree)
        wrong += not valid
        print(f"{path}: {'valid' if valid else official.error_log[0]}")  # type: ignore[index]
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
