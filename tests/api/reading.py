"""Walking through a contract: its operations, its schemas wherever they stand, its media types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CONTRACT = Path(__file__).resolve().parents[2] / "capac/web/api/contract.yaml"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
Told = dict[str, Any]


def contract() -> Told:
    """Our contract, read anew, so that a test may spoil it."""
    told: Told = yaml.load(CONTRACT.read_bytes(), Loader=yaml.CSafeLoader)
    return told


def resolved(told: Told, node: Any) -> Any:
    """What a reference leads to; anything else as it is."""
    while isinstance(node, dict) and "$ref" in node:
        found: Any = told
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def operations(told: Told) -> Iterator[tuple[str, str, Told]]:
    """Path, method and operation."""
    for path, item in told.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def parameters(told: Told) -> Iterator[tuple[str, Told]]:
    """Where it stands, and each parameter, resolved."""
    for path, method, operation in operations(told):
        for one in operation.get("parameters", []):
            yield f"{method} {path}", resolved(told, one)


def responses(told: Told) -> Iterator[tuple[str, str, Told]]:
    """Where it stands, status and response, resolved."""
    for path, method, operation in operations(told):
        for status, one in operation.get("responses", {}).items():
            yield f"{method} {path}", status, resolved(told, one)


def contents(told: Told) -> Iterator[tuple[str, str, Told]]:
    """Where it stands (with its status, or `body`), media type and what it holds."""
    for path, method, operation in operations(told):
        body = resolved(told, operation.get("requestBody", {}))
        for media, held in body.get("content", {}).items():
            yield f"{method} {path} body", media, held
    for where, status, response in responses(told):
        for media, held in response.get("content", {}).items():
            yield f"{where} {status}", media, held


def schemas(told: Told) -> Iterator[tuple[str, Told]]:
    """Every schema that is written out, wherever it stands, with its place."""
    seen = list(told.get("components", {}).get("schemas", {}).items())
    seen += [(f"{where} {one.get('name')}", one.get("schema", {})) for where, one in parameters(told)]
    seen += [(f"{where} {media}", held.get("schema", {})) for where, media, held in contents(told)]
    for where, schema in seen:
        yield from _within(where, schema)


def _within(where: str, schema: Any) -> Iterator[tuple[str, Told]]:
    if not isinstance(schema, dict) or "$ref" in schema:
        return
    yield where, schema
    for name, one in schema.get("properties", {}).items():
        yield from _within(f"{where}.{name}", one)
    for word in ("allOf", "oneOf", "anyOf"):
        for number, one in enumerate(schema.get(word, [])):
            yield from _within(f"{where}.{word}[{number}]", one)
    for word in ("items", "additionalProperties", "not"):
        yield from _within(f"{where}.{word}", schema.get(word))
