"""The API as Django serves it: what is asked is checked, what goes wrong becomes a problem, every answer has its trace."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from capac.web.api import problems
from capac.web.api.machine import Holds
from capac.web.api.problems import Issue, ProblemError
from capac.web.permit import public

TITLE, VERSION = "Benefits", "1.0.0"
TRACE = "BelGov-Trace-Id"
JSON, YAML = "application/json", "application/yaml"
NOT_ALLOWED = 405
CONTRACT = Path(__file__).parent / "contract.yaml"
View = Callable[..., HttpResponse]
_log = logging.getLogger("capac.api")
_SHOW_PERSON: dict[str, bool] = {}
_PERMISSIONS: dict[str, Callable[..., Any]] = {}

api = NinjaAPI(title=TITLE, version=VERSION, urls_namespace="api", openapi_url=None, docs_url=None)
"""What a partner reads is contract.yaml; what this would write of itself is compared with it."""


def operation(
    method: str, where: str, *, name: str, scope: str, response: Any, shows_person: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation of the contract (`name` is its operationId). Without `scope` everybody may ask."""
    permission = Holds(scope) if scope else public
    _SHOW_PERSON[name], _PERMISSIONS[name] = shows_person, permission
    return api.api_operation(
        [method],
        where,
        auth=permission if scope else None,
        response=response,
        operation_id=name,
        url_name=name,
        by_alias=True,
        exclude_none=True,
    )


def addresses() -> Iterator[URLPattern]:
    """Every operation behind its door, and a door for what is nowhere."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name in _PERMISSIONS:
            door = _door(
                pattern.callback,
                permission=_PERMISSIONS[pattern.name],
                shows_person=_SHOW_PERSON[pattern.name],
            )
            yield path(str(pattern.pattern), door, name=pattern.name)
    yield path("<path:rest>", _door(_nowhere, permission=public, shows_person=False), name="nowhere")


def _door(view: View, *, permission: Callable[..., Any], shows_person: bool) -> View:
    """Whatever happens behind it, the answer is what was asked or a problem, is kept by nobody and bears its trace."""

    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trace = str(uuid.uuid4())
        try:
            response = _answered(view, request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 a partner's machine gets a problem, whatever broke
            response = problems.answer(_told(error, trace))
        response[TRACE] = trace
        response["Content-Language"] = get_language() or "fr"
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        add_never_cache_headers(response)
        return response

    door.permission = permission  # type: ignore[attr-defined]
    door.shows_person = shows_person  # type: ignore[attr-defined]
    door.csrf_exempt = True  # type: ignore[attr-defined]
    return door


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    name = request.resolver_match.url_name if request.resolver_match else ""
    unknown = sorted(set(request.GET) - _queries().get(name or "", set(request.GET)))
    if unknown:
        raise problems.bad(
            *(Issue("unknownInput", "query", one, "This is not known here.") for one in unknown)
        )
    if not (request.accepts(JSON) or request.accepts(problems.MEDIA_TYPE) or request.accepts(YAML)):
        raise ProblemError("notAcceptable", "Answers are application/json.")
    if request.method == "POST" and request.content_type != JSON:
        raise ProblemError("unsupportedMediaType", "Send the body as application/json.")
    response = view(request, *args, **kwargs)
    if response.status_code == NOT_ALLOWED:
        allowed = {"Allow": response["Allow"]}
        raise ProblemError("methodNotAllowed", f"This address answers {response['Allow']}.", headers=allowed)
    return response


def _told(error: Exception, trace: str) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestDataTooBig):
        return ProblemError("payloadTooLarge", "The body is too large.")
    _log.error("request %s of the API failed", trace, exc_info=error)
    return ProblemError("internalServerError", "Something failed here; tell us the trace of this answer.")


@cache
def _queries() -> dict[str, set[str]]:
    """The query parameters of each operation, as the contract says."""
    told = yaml.load(CONTRACT.read_bytes(), Loader=yaml.CSafeLoader)
    shared = told["components"]["parameters"]
    found = {}
    for methods in told["paths"].values():
        for one in methods.values():
            given = [
                shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each
                for each in one.get("parameters", ())
            ]
            found[one["operationId"]] = {each["name"] for each in given if each["in"] == "query"}
    return found


def _nowhere(_request: HttpRequest, **_rest: str) -> HttpResponse:
    raise ProblemError("resourceNotFound", "There is nothing at this address.")


@api.exception_handler(Exception)
def _onward(_request: HttpRequest, error: Exception) -> HttpResponse:
    """The door tells what broke."""
    raise error


@api.exception_handler(HttpError)
def _unread(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    raise problems.bad(Issue("schemaViolation", "body", "", "The body is no JSON object."))


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    raise problems.bad(*(_issue(one) for one in error.errors))


def _issue(error: dict[str, Any]) -> Issue:
    """One fault of the shape: where it stands (body, query, path), its way within, what is wrong; never the value."""
    where, *way = error["loc"]
    inner = way[1:] if where == "body" and len(way) > 1 else way if where != "body" else []
    unknown = error["type"] == "extra_forbidden"
    told = "This is not known here." if unknown else str(error["msg"])
    return Issue("unknownInput" if unknown else "schemaViolation", where, _way(inner), told)


def _way(parts: list[Any]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")
