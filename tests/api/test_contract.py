"""The contract written by hand, what the library would write of the code, and the federal components say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from capac.rules.api import SCHEMES
from capac.web.api import files, law, reference
from capac.web.api.doors import TITLE, VERSION, api
from capac.web.api.words import camel
from tests.api.reading import Told, contract, operations, resolved

BUILT = (files, law, reference)
BY_THE_RULES = {"simulateMonth"}
"""Operations whose body the rules read themselves, naming every field that is wrong."""
COMPONENTS = {
    "common-v1.yaml": ("HealthStatus", "Uuid", "LocalizedString"),
    "money-v1.yaml": ("EuroCentPositiveAmount", "MonetaryValue"),
    "person-identifier-v1.yaml": ("Ssin",),
    "problem-v1.yaml": ("Problem", "InputValidationProblem", "InputValidationIssue"),
}
"""The federal components that our contract repeats, by file."""
WORDS = ("type", "pattern", "minimum", "maximum", "exclusiveMaximum", "format", "enum", "required")
STRICTER = {"Problem": {"required"}}
"""Where ours says more: the type of a problem is never left out."""


def built() -> Told:
    """What the library writes of the operations as they are built."""
    assert BUILT
    told: Told = api.get_openapi_schema(path_prefix="/")
    return told


def shape(told: Told, schema: Any) -> Any:
    """Names and kinds of an object, its parts resolved; formats and patterns of the library's own are left aside."""
    schema = resolved(told, schema)
    if "anyOf" in schema:
        schema = resolved(told, next(one for one in schema["anyOf"] if one.get("type") != "null"))
    if "properties" in schema:
        parts = {name: shape(told, one) for name, one in schema["properties"].items()}
        return {"required": sorted(schema.get("required", [])), "properties": parts}
    if schema.get("type") == "array":
        return [shape(told, schema["items"])]
    return schema.get("type")


def described(told: Told) -> dict[str, Any]:
    """Each operation: where, which queries, what it takes and what it answers."""
    found = {}
    for path, method, one in operations(told):
        given = [resolved(told, each) for each in one.get("parameters", [])]
        body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        answers = {
            status: answer.get("content", {}).get("application/json", {}).get("schema")
            for status, answer in one["responses"].items()
            if status != "default"
        }
        found[one["operationId"]] = {
            "where": f"{method} {path}",
            "queries": sorted((each["name"], each["in"], bool(each.get("required"))) for each in given),
            "body": shape(told, body) if body and one["operationId"] not in BY_THE_RULES else None,
            "answers": {str(status): shape(told, schema) for status, schema in answers.items() if schema},
        }
    return found


def test_the_code_is_what_the_contract_says() -> None:
    ours, theirs = described(contract()), described(built())
    del theirs["getContract"]
    assert set(ours) == set(theirs)
    for name, one in ours.items():
        assert theirs[name] == one, name


def test_title_version_and_codes_are_told_once() -> None:
    told = contract()
    assert (told["info"]["title"], told["info"]["version"]) == (TITLE, VERSION)
    schemes = told["components"]["schemas"]["SchemeCode"]["enum"]
    assert sorted(schemes) == sorted(camel(one) for one in SCHEMES)


@pytest.mark.parametrize("file", COMPONENTS)
def test_federal_components_are_repeated_as_they_are(shared: Path, file: str) -> None:
    federal = yaml.safe_load((shared / "artefacts/belgif" / file).read_text(encoding="utf-8"))
    ours = contract()["components"]["schemas"]
    for name in COMPONENTS[file]:
        theirs, own = federal["components"]["schemas"][name], ours[name]
        less = STRICTER.get(name, set())
        assert {w: own.get(w) for w in WORDS if w not in less} == {
            w: theirs.get(w) for w in WORDS if w not in less
        }
        assert set(own.get("properties", {})) <= set(theirs.get("properties", {})), name
        for part, said in own.get("properties", {}).items():
            known = theirs["properties"][part]
            assert {w: said.get(w) for w in WORDS} == {w: known.get(w) for w in WORDS}, f"{name}.{part}"
