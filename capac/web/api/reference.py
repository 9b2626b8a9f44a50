"""What concerns nobody in particular: the figures of the contract, the offices, the schemes, the API's own state."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Query

from capac.contract import api as contract
from capac.core import clock
from capac.people import api as people
from capac.rules import api as rules
from capac.web.api import schemas, telling
from capac.web.api.doors import CONTRACT, YAML, operation
from capac.web.api.problems import Issue, ProblemError, bad
from capac.web.api.queries import YearQuery
from capac.web.api.words import camel
from capac.web.words import schemes

FIGURES, USE = "figures.read", "law.use"
NATIONAL = ("fr", "nl", "de")
DOWN = 503


@operation(
    "GET",
    "/health",
    name="checkHealth",
    scope="",
    response={200: schemas.HealthStatus, DOWN: schemas.HealthStatus},
)
def check_health(request: HttpRequest) -> Any:
    """UP while the database answers."""
    del request
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return DOWN, schemas.HealthStatus(status="DOWN")
    return schemas.HealthStatus(status="UP")


@operation("GET", "/doc/openapi.yaml", name="getContract", scope="", response=None)
def get_contract(request: HttpRequest) -> HttpResponse:
    """The contract of this API."""
    del request
    return HttpResponse(CONTRACT.read_bytes(), content_type=YAML)


@operation("GET", "/figures", name="listFigures", scope=FIGURES, response=schemas.Figures)
def list_figures(request: HttpRequest, asked: Query[YearQuery]) -> schemas.Figures:
    """What each indicator comes to in a year."""
    del request
    return schemas.Figures(items=[telling.figure(one) for one in _figures(asked.year)])


@operation("GET", "/figures/{indicatorId}", name="getFigure", scope=FIGURES, response=schemas.Figures)
def get_figure(request: HttpRequest, indicatorId: str, asked: Query[YearQuery]) -> schemas.Figures:
    """One indicator, whole and by group."""
    del request
    found = [one for one in _figures(asked.year) if one.id == indicatorId]
    if not found:
        raise ProblemError(
            "resourceNotFound", "The contract has no indicator of this number, or nothing is built yet."
        )
    return schemas.Figures(items=[telling.figure(one) for one in found])


def _figures(year: int | None) -> list[contract.Figure]:
    try:
        return contract.figures(as_of=clock.today(), year=year)
    except contract.YearError as error:
        raise bad(Issue("invalidInput", "query", "year", f"{error}.")) from error


@operation("GET", "/offices", name="listOffices", scope=USE, response=schemas.Offices)
def list_offices(request: HttpRequest) -> schemas.Offices:
    """Every office with its hours."""
    del request
    return schemas.Offices(items=[telling.office(row) for row in people.offices()])


@operation("GET", "/refData/schemes", name="listSchemes", scope=USE, response=schemas.Schemes)
def list_schemes(request: HttpRequest) -> schemas.Schemes:
    """Every scheme with its name in the languages of the country."""
    del request
    names: dict[str, dict[str, str]] = {code: {} for code in rules.SCHEMES}
    for language in NATIONAL:
        with override(language):
            for code, name in schemes().items():
                names[code][language] = name
    return schemas.Schemes(
        items=[
            schemas.Scheme(code=camel(code), name=schemas.LocalizedString(**name))
            for code, name in names.items()
        ]
    )
