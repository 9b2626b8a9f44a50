"""What an application needs, from data/pieces.yaml: pure reading, no database.

A type asks its questions; the answers (the situation) and the day asked choose the pieces and the limit of introduction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from capac.dossier.faults import DossierError
from capac.rules import api as rules

Situation = Mapping[str, str]
_DATA = Path(__file__).with_name("data")
_UNSETTLED = ("M", "?")


@dataclass(frozen=True)
class Need:
    """One piece that an application needs: who must act, who acts after that, which other forms prove the same.

    `limit` is the rule of the piece's own time limit; `status` how certain the line is (C, D, M or ?).
    """

    code: str
    turn: str
    then: str
    also: tuple[str, ...]
    limit: str
    source: str
    status: str
    note: str

    @property
    def is_settled(self) -> bool:
        """False where an agent may do without it, with a reason."""
        return self.status not in _UNSETTLED


@dataclass(frozen=True)
class Question:
    """A question of the intake: its name, its answers (the usual one first) and why it is asked."""

    name: str
    answers: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Limit:
    """The limit of introduction: its rule and last day, as the law has it for the day asked."""

    rule: str
    day: date
    source: str


def types() -> tuple[str, ...]:
    """The types of application, in the order of the file."""
    return tuple(_table()["types"])


def edition() -> str:
    """The edition of the data: kept with each application."""
    return str(_table()["edition"])


def near_days() -> int:
    """From how many days before its limit on a file is at risk."""
    return int(_table()["near_days"])


def asked_kind(kind: str) -> str:
    """What the date of an application of this type is: first_day, month, event, job or holiday."""
    return str(_type(kind)["asked"])


def questions(kind: str) -> tuple[Question, ...]:
    """What is asked at intake for a type. Raises DossierError for one that does not exist."""
    told = _table()["questions"]
    return tuple(
        Question(name, tuple(told[name]["answers"]), told[name]["source"])
        for name in _type(kind)["questions"]
    )


def answered(kind: str, situation: Mapping[str, Any]) -> dict[str, str]:
    """The situation, checked: every question of the type answered with one of its answers, and nothing else.

    Raises DossierError: question_unanswered, answer_unknown, question_unknown, each at its field.
    """
    asked = {one.name: one for one in questions(kind)}
    for name in situation:
        if name not in asked:
            raise DossierError("question_unknown", str(name))
    for name, one in asked.items():
        if not situation.get(name):
            raise DossierError("question_unanswered", name)
        if situation[name] not in one.answers:
            raise DossierError("answer_unknown", name, value=str(situation[name])[:40])
    return {name: str(situation[name]) for name in asked}


def needed(kind: str, situation: Situation, asked_on: date) -> tuple[Need, ...]:
    """The pieces of an application, each once, in the order of the file."""
    found: dict[str, Need] = {}
    for line in _type(kind)["pieces"]:
        if _holds(line, situation) and _in_force(line, asked_on):
            found.setdefault(line["piece"], _need(line))
    return tuple(found.values())


def limit(kind: str, situation: Situation, asked_on: date) -> Limit | None:
    """The last day on which the file may reach ONEM; None where no limit is known to us."""
    for line in _type(kind)["limits"]:
        if _holds(line, situation):
            return Limit(line["rule"], rules.deadline_on(line["rule"], asked_on), line["source"])
    return None


def opens_on(kind: str, asked_on: date) -> date | None:
    """The first day on which an application of a type may be introduced; None where any day is good."""
    told = _type(kind).get("opens")
    return date.fromisoformat(f"{asked_on.year}-{told}") if told else None


@cache
def forms() -> frozenset[str]:
    """Every piece and other proof that the data knows, with those that are asked for only on request."""
    lines = [line for one in _table()["types"].values() for line in one["pieces"]]
    codes = [
        code for line in [*lines, *_table()["on_request"]] for code in [line["piece"], *line.get("also", ())]
    ]
    return frozenset(codes)


@cache
def proofs() -> Mapping[str, tuple[str, ...]]:
    """By piece the other forms that prove the same."""
    found: dict[str, tuple[str, ...]] = {}
    for one in _table()["types"].values():
        for line in one["pieces"]:
            found[line["piece"]] = tuple(
                dict.fromkeys([*found.get(line["piece"], ()), *line.get("also", ())])
            )
    return found


def papers(kind: str) -> tuple[str, ...]:
    """What a client may bring for a type, in any situation: pieces and other proofs, not what comes by itself."""
    lines = [line for line in _type(kind)["pieces"] if line["turn"] in ("client", "employer")]
    codes = [code for line in lines for code in (line["piece"], *line.get("also", ()))]
    return tuple(dict.fromkeys(code for code in codes if code != "registration"))


def turn_of(code: str) -> str:
    """Who must act first for a piece: as its first line says, the client for what no line names."""
    lines = [line for one in _table()["types"].values() for line in one["pieces"]]
    return next((str(line["turn"]) for line in lines if line["piece"] == code), "client")


def _need(line: Mapping[str, Any]) -> Need:
    return Need(
        code=line["piece"],
        turn=line["turn"],
        then=line.get("then", ""),
        also=tuple(line.get("also", ())),
        limit=line.get("limit", ""),
        source=line["source"],
        status=line["status"],
        note=line.get("note", ""),
    )


def _holds(line: Mapping[str, Any], situation: Situation) -> bool:
    return all(situation.get(name) in answers for name, answers in line.get("when", {}).items())


def _in_force(line: Mapping[str, Any], day: date) -> bool:
    return str(line.get("from", "")) <= str(day) <= str(line.get("until", "9999-12-31"))


def _type(kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = _table()["types"].get(kind)
    if found is None:
        raise DossierError("type_unknown", "type", value=str(kind)[:40])
    return found


@cache
def _table() -> Mapping[str, Any]:
    """The data, held against its schema: what is not built so does not start."""
    loaded: Mapping[str, Any] = yaml.load((_DATA / "pieces.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    jsonschema.validate(loaded, json.loads((_DATA / "pieces.schema.json").read_bytes()))
    return loaded
