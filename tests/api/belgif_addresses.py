"""The federal validator's rules on addresses, operations and what they answer, in our words: each lists what breaks it.

Ported by name from the rest-guide-validator's rule files; the sentences of the guide are its own.
"""

from __future__ import annotations

import re
from collections import Counter

from tests.api.reading import METHODS, Told, contents, operations, parameters, resolved, responses

CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
UPPER_KEBAB = re.compile(r"[A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z0-9]*)*")
EVERYWHERE = {"default", "400", "401", "403", "404", "405", "406", "408", "414", "429", "500", "502", "503"}
WITH_BODY = EVERYWHERE | {"409", "411", "412", "413", "415", "417"}
BY_METHOD = {
    "get": EVERYWHERE | {"200", "206", "302", "303", "304", "412", "413", "416"},
    "head": EVERYWHERE | {"200", "302", "303", "304", "412"},
    "post": WITH_BODY | {"200", "201", "202", "204", "303"},
    "put": WITH_BODY | {"200", "201", "202", "204"},
    "patch": WITH_BODY | {"200", "202", "204"},
    "delete": EVERYWHERE | {"200", "202", "204", "409", "412"},
    "options": EVERYWHERE | {"200", "204"},
}
SINGULAR = {"health", "refData", "doc"}
VERBS = {"get", "query", "explain", "simulate", "compute", "update", "delete"}
PROBLEM = "application/problem+json"


def _status(method: str, told: Told) -> list[str]:
    return [
        f"{where} {status}"
        for where, status, _ in responses(told)
        if where.startswith(f"{method} ") and status not in BY_METHOD[method]
    ]


STATUS_RULES = {
    f"{method.capitalize()}StatusCode": (lambda told, method=method: _status(method, told))
    for method in METHODS
}


def default_problem_response(told: Told) -> list[str]:
    """Every operation says what a problem looks like."""
    return [f"{m} {p}" for p, m, one in operations(told) if "default" not in one.get("responses", {})]


def error_response_should_produce_problem_json(told: Told) -> list[str]:
    """What is no success and no health status is a problem."""
    return [
        f"{where} {status}"
        for where, status, one in responses(told)
        if (status == "default" or status[0] in "45") and "/health" not in where
        if PROBLEM not in one.get("content", {})
    ]


def problem_json_not_allowed_with_successful_status_code(told: Told) -> list[str]:
    """A success is no problem."""
    return [
        f"{where} {status}"
        for where, status, one in responses(told)
        if status[0] in "23" and PROBLEM in one.get("content", {})
    ]


def should_use_problem_response_schema(told: Told) -> list[str]:
    """A problem has the shape of the shared Problem."""
    found = []
    for where, media, held in contents(told):
        if media != PROBLEM:
            continue
        schema = held.get("schema", {})
        parts = [schema, *resolved(told, schema).get("allOf", [])]
        if not any(one.get("$ref", "").endswith("Problem") for one in parts):
            found.append(where)
    return found


def application_json_should_have_schema(told: Told) -> list[str]:
    """JSON without a shape says nothing."""
    return [where for where, media, held in contents(told) if "json" in media and not held.get("schema")]


def mandatory_media_type(told: Told) -> list[str]:
    """A body or an answer with content names its media type."""
    bad = [where for where, media, _ in contents(told) if "/" not in media]
    return bad + [
        f"{m} {p}"
        for p, m, one in operations(told)
        if "requestBody" in one and not one["requestBody"].get("content")
    ]


def presence_of_payload(told: Told) -> list[str]:
    """GET and HEAD carry no body; 204 and 304 answer none."""
    bodies = [
        f"{m} {p}"
        for p, m, one in operations(told)
        if m in {"get", "head", "delete"} and "requestBody" in one
    ]
    return bodies + [
        f"{where} {status}"
        for where, status, one in responses(told)
        if status in {"204", "304"} and one.get("content")
    ]


def request_body_required(told: Told) -> list[str]:
    """A body that is described must be sent."""
    return [
        f"{m} {p}"
        for p, m, one in operations(told)
        if "requestBody" in one and not resolved(told, one["requestBody"]).get("required")
    ]


def path_camel_case(told: Told) -> list[str]:
    """Parts of an address are written in lowerCamelCase."""
    return [path for path in told["paths"] if not all(CAMEL.fullmatch(part) for part in _parts(path))]


def path_in_plural(told: Told) -> list[str]:
    """A collection is named in the plural; a controller is a verb at the end."""
    found = []
    for path in told["paths"]:
        parts = [one for one in _parts(path) if one not in SINGULAR]
        nouns = parts[:-1] if len(parts) > 1 and parts[-1] in VERBS else parts
        if not all(one.endswith("s") for one in nouns):
            found.append(path)
    return found


def path_trailing_slash(told: Told) -> list[str]:
    """No address ends in a slash."""
    return [path for path in told["paths"] if path.endswith("/")]


def uri_extensions(told: Told) -> list[str]:
    """No address ends in the extension of a file."""
    return [path for path in told["paths"] if re.search(r"\.[a-z0-9]{2,5}$", path)]


def id_name(told: Told) -> list[str]:
    """A path parameter is named after what it tells apart: {indicatorId}; or it is a known business identifier."""
    known = {"ssin", "enterpriseNumber", "establishmentUnitNumber"}
    named = [one for path in told["paths"] for one in re.findall(r"\{(.+?)\}", path)]
    return [
        one
        for one in named
        if one not in known and not re.fullmatch(r"[a-z][a-zA-Z0-9]*(Id|Code|Number)", one)
    ]


def multi_value_query_params(told: Told) -> list[str]:
    """A list in a query is repeated, never joined by commas."""
    return [
        f"{where} {one['name']}"
        for where, one in parameters(told)
        if one["in"] == "query"
        and one.get("schema", {}).get("type") == "array"
        and one.get("explode") is False
    ]


def headers_upper_kebab_case(told: Told) -> list[str]:
    """Headers are written Upper-Kebab-Case."""
    named = [one["name"] for _, one in parameters(told) if one["in"] == "header"]
    named += [name for _, _, one in responses(told) for name in one.get("headers", {})]
    return sorted({one for one in named if not UPPER_KEBAB.fullmatch(one)})


def presence_of_health_operation(told: Told) -> list[str]:
    """There is GET /health."""
    return [] if "get" in told["paths"].get("/health", {}) else ["/health"]


def server_url_format(told: Told) -> list[str]:
    """…/{apiName}/v{N}, by https or relative."""
    good = re.compile(r"(https://[^/]+)?(/[a-zA-Z0-9-]+)*/[a-z][a-zA-Z0-9]*/v[1-9][0-9]*")
    return [one["url"] for one in told.get("servers", [{"url": ""}]) if not good.fullmatch(one["url"])]


def scopes_are_defined_in_security_scheme(told: Told) -> list[str]:
    """A scope that is asked for is one that the scheme offers."""
    schemes = told["components"].get("securitySchemes", {})
    offered = {
        name: {scope for flow in one.get("flows", {}).values() for scope in flow.get("scopes", {})}
        for name, one in schemes.items()
    }
    asked = [
        (f"{m} {p}", name, scope)
        for p, m, one in operations(told)
        for each in one.get("security", told.get("security", [])) or []
        for name, scopes in each.items()
        for scope in scopes
    ]
    return [f"{where} {scope}" for where, name, scope in asked if scope not in offered.get(name, set())]


def tag_guidelines(told: Told) -> list[str]:
    """Every operation has one tag, and every tag is described; a tag begins with a capital."""
    known = {
        one["name"] for one in told.get("tags", []) if one.get("description") and one["name"][0].isupper()
    }
    return [
        f"{m} {p}"
        for p, m, one in operations(told)
        if len(one.get("tags", [])) != 1 or one["tags"][0] not in known
    ]


def verify_operation_id(told: Told) -> list[str]:
    """Every operation has a name of its own in lowerCamelCase."""
    names = Counter(one.get("operationId", "") for _, _, one in operations(told))
    return [name for name, count in names.items() if count > 1 or not CAMEL.fullmatch(name)]


def _parts(path: str) -> list[str]:
    return [part for part in path.strip("/").split("/") if part and not part.startswith("{")]
