"""What went wrong, as belgif writes it (RFC 9457): a type, a status, and one issue for each input that is wrong.

No value of an input is repeated: it may be somebody's number.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse

MEDIA_TYPE = "application/problem+json"
BELGIF, OURS = "urn:problem-type:belgif:", "urn:problem-type:capac:benefits:"
GUIDE = "https://www.belgif.be/specification/rest/api-guide"
STANDARD: dict[str, tuple[int, str]] = {
    "badRequest": (400, "Bad Request"),
    "noAccessToken": (401, "No Access Token"),
    "invalidAccessToken": (401, "Invalid Access Token"),
    "expiredAccessToken": (401, "Expired Access Token"),
    "missingScope": (403, "Missing Scope"),
    "resourceNotFound": (404, "Resource Not Found"),
    "payloadTooLarge": (413, "Payload Too Large"),
    "internalServerError": (500, "Internal Server Error"),
    "serviceUnavailable": (503, "Service Unavailable"),
}
OWN: dict[str, tuple[int, str]] = {
    "methodNotAllowed": (405, "Method Not Allowed"),
    "notAcceptable": (406, "Not Acceptable"),
    "unsupportedMediaType": (415, "Unsupported Media Type"),
}
"""Statuses that the guide names no type for."""
OWN_ISSUES = {"parameterMissing"}


@dataclass(frozen=True)
class Issue:
    """One input that is wrong: where (body, query, header), which, and what is wrong with it in English."""

    kind: str
    where: str
    name: str
    detail: str

    def written(self) -> dict[str, str]:
        """As it stands in the answer."""
        prefix = OURS if self.kind in OWN_ISSUES else f"{BELGIF}input-validation:"
        return {"type": prefix + self.kind, "in": self.where, "name": self.name, "detail": self.detail}


@dataclass
class ProblemError(Exception):
    """Ends a request with a problem. `kind` is a name of STANDARD or OWN."""

    kind: str
    detail: str = ""
    issues: Sequence[Issue] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def bad(*issues: Issue) -> ProblemError:
    """The input cannot be used."""
    return ProblemError("badRequest", "The input cannot be used; each issue says which part.", issues)


def answer(error: ProblemError) -> HttpResponse:
    """The response of a problem, with an instance of its own to ask about."""
    status, title = (STANDARD | OWN)[error.kind]
    standard = error.kind in STANDARD
    body: dict[str, Any] = {
        "type": (BELGIF if standard else OURS) + error.kind,
        "title": title,
        "status": status,
        "instance": f"urn:uuid:{uuid.uuid4()}",
    }
    if standard:
        body["href"] = f"{GUIDE}/problems/{error.kind}.html"
    if error.detail:
        body["detail"] = error.detail
    if error.issues:
        body["issues"] = [issue.written() for issue in error.issues]
    response = JsonResponse({**body, **error.more}, status=status, content_type=MEDIA_TYPE)
    for name, value in error.headers.items():
        response[name] = value
    return response
