"""The federal validator's rules on schemas, in our words: each lists what breaks it."""

from __future__ import annotations

import re
from typing import Any

from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.api.belgif_addresses import CAMEL
from tests.api.reading import Told, contents, operations, parameters, resolved, schemas

UPPER_CAMEL = re.compile(r"[A-Z][a-zA-Z0-9]*")
HOME = "urn:contract"
FREE = {"enum", "pattern", "format", "const"}
AS_PUBLISHED = {"HealthStatus.status"}
"""UP and DOWN are written so by the shared components themselves."""


def all_of_schema(told: Told) -> list[str]:
    """allOf joins objects."""
    return [
        where
        for where, one in schemas(told)
        for part in one.get("allOf", [])
        if resolved(told, part).get("type", "object") != "object"
    ]


def one_of_schema(told: Told) -> list[str]:
    """oneOf stands beside no other way to say what a value is, and has more than one branch."""
    return [w for w, one in schemas(told) if "oneOf" in one and (len(one["oneOf"]) < 2 or "anyOf" in one)]


def codes_should_be_lower_camel_case(told: Told) -> list[str]:
    """Values of a list are written in lowerCamelCase."""
    return [
        f"{where} {value}"
        for where, one in schemas(told)
        if where not in AS_PUBLISHED
        for value in one.get("enum", [])
        if isinstance(value, str) and not CAMEL.fullmatch(value)
    ]


def component_names_should_be_upper_camel_case(told: Told) -> list[str]:
    """Components are named in UpperCamelCase."""
    groups = ("schemas", "responses", "parameters", "headers", "requestBodies", "examples")
    named = [name for group in groups for name in told["components"].get(group, {})]
    return [name for name in named if not UPPER_CAMEL.fullmatch(name)]


def default_values(told: Told) -> list[str]:
    """A default stands only where the value may be absent, and is one of the values."""
    found = [
        f"{w} {one['name']}"
        for w, one in parameters(told)
        if one.get("required") and "default" in one["schema"]
    ]
    for where, one in schemas(told):
        found += [
            f"{where}.{n}"
            for n in one.get("required", [])
            if "default" in one.get("properties", {}).get(n, {})
        ]
        found += _unfit(told, where, one, [one["default"]] if "default" in one else [])
    return found


def enum_values_should_validate_against_schema(told: Told) -> list[str]:
    """Each value of a list is one that its schema accepts."""
    return [bad for where, one in schemas(told) for bad in _unfit(told, where, one, one.get("enum", []))]


def examples_should_validate_against_schema(told: Told) -> list[str]:
    """Each example is one that its schema accepts."""
    found = [
        bad
        for where, one in schemas(told)
        for bad in _unfit(told, where, one, [one["example"]] if "example" in one else [])
    ]
    for where, _, held in contents(told):
        given = [one["value"] for one in held.get("examples", {}).values()] + (
            [held["example"]] if "example" in held else []
        )
        found += _unfit(told, where, held.get("schema", {}), given)
    return found


def discriminator_mapping(told: Told) -> list[str]:
    """A discriminator is a required property, and maps to schemas that are there."""
    found = []
    for where, one in schemas(told):
        if "discriminator" in one:
            named, mapped = one["discriminator"]["propertyName"], one["discriminator"].get("mapping", {})
            known = {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}
            if named not in one.get("required", []) or not set(mapped.values()) <= known:
                found.append(where)
    return found


def free_text_documentation(told: Told) -> list[str]:
    """Operations, schemas and parameters of the API say in words what they are."""
    found = [f"{m} {p}" for p, m, one in operations(told) if not one.get("summary")]
    found += [name for name, one in told["components"]["schemas"].items() if not one.get("description")]
    return found + [f"{w} {one['name']}" for w, one in parameters(told) if not one.get("description")]


def json_object_as_top_level_structure(told: Told) -> list[str]:
    """A body or an answer in JSON is an object."""
    return [
        where for where, media, held in contents(told)
        if "json" in media and resolved(told, held["schema"]).get("type", "object") != "object"
    ]  # fmt: skip


def properties_camel_case(told: Told) -> list[str]:
    """Properties are written in lowerCamelCase."""
    return [
        f"{w}.{n}" for w, one in schemas(told) for n in one.get("properties", {}) if not CAMEL.fullmatch(n)
    ]


def properties_nullable(told: Told) -> list[str]:
    """What is not known is absent, never null."""
    return [where for where, one in schemas(told) if one.get("nullable")]


def read_only_properties(told: Told) -> list[str]:
    """What only we write is not asked of others, and is not written by them alone."""
    return [
        f"{where}.{name}"
        for where, one in schemas(told)
        for name, each in one.get("properties", {}).items()
        if each.get("readOnly") and (each.get("writeOnly") or name in one.get("required", []))
    ]


def representation_of_collection(told: Told) -> list[str]:
    """A collection is an object whose `items` are a list."""
    found = []
    for where, media, held in contents(told):
        schema = resolved(told, held.get("schema", {})) if "json" in media else {}
        if "items" in schema.get("properties", {}):
            items = resolved(told, schema["properties"]["items"])
            if items.get("type") != "array" or "items" not in schema.get("required", []):
                found.append(where)
        elif where.startswith("get ") and where.split()[1].endswith("s") and where.endswith(" 200"):
            found.append(where)
    return found


def schemas_should_not_have_conflicting_types(told: Told) -> list[str]:
    """What a schema says beside its type fits that type."""
    words = {
        "properties": "object",
        "required": "object",
        "items": "array",
        "pattern": "string",
        "minimum": "number",
    }
    found = []
    for where, one in schemas(told):
        kind = "number" if one.get("type") == "integer" else one.get("type")
        found += [f"{where} {word}" for word, fits in words.items() if word in one and kind and kind != fits]
    return found


def values_of_required_should_be_defined_as_properties(told: Told) -> list[str]:
    """What is required is described."""
    return [
        f"{where}.{name}"
        for where, one in schemas(told)
        for name in one.get("required", [])
        if name not in _properties(told, one)
    ]


def open_api_specification(told: Told) -> list[str]:
    """It is valid OpenAPI 3.0."""
    found = [] if str(told.get("openapi", "")).startswith("3.0.") else ["openapi"]
    return found + [error.message for error in OpenAPIV30SpecValidator(told).iter_errors()]


def _properties(told: Told, schema: Told) -> set[str]:
    own = set(schema.get("properties", {}))
    return own.union(*(_properties(told, resolved(told, one)) for one in schema.get("allOf", [])))


def _unfit(told: Told, where: str, schema: Told, values: list[Any]) -> list[str]:
    if not values or not schema:
        return []
    registry: Registry[Any] = Registry().with_resource(HOME, DRAFT4.create_resource({"id": HOME, **told}))
    check = OAS30Validator(_at_home(schema), registry=registry)
    return [f"{where} {value!r}" for value in values if not check.is_valid(value)]


def _at_home(node: Any) -> Any:
    """The same schema, its references led to the contract."""
    if isinstance(node, dict):
        return {
            key: HOME + value if key == "$ref" and isinstance(value, str) else _at_home(value)
            for key, value in node.items()
        }
    return [_at_home(one) for one in node] if isinstance(node, list) else node
