"""What is known of one person: the file, what was authorized, how months stand, what was paid and why."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query

from capac.core import clock, workdays
from capac.core.period import Month as CalendarMonth
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.payment import api as payment
from capac.rules import api as rules
from capac.web.api import schemas, telling
from capac.web.api.asked import page_of, person
from capac.web.api.doors import operation
from capac.web.api.problems import Issue, bad
from capac.web.api.queries import MonthQuery, PageQuery, PersonQuery
from capac.web.api.words import camel, snake

READ, PAID = "files.read", "payments.read"
NOT_PAID = {"dropped"}
"""A payment that was stopped before it left is none."""


@operation("POST", "/files/get", name="getFile", scope=READ, response=schemas.File, shows_person=True)
def get_file(request: HttpRequest, asked: PersonQuery) -> schemas.File:
    """The file of a person."""
    client = person(request, asked, action="file")
    return schemas.File(
        id=client.key,
        given_name=client.given_name,
        family_name=client.family_name,
        language=client.language,
        office_code=client.office.code if client.office else None,
        deceased_on=client.deceased_on,
    )


@operation(
    "POST", "/authorizations/query", name="queryAuthorizations", scope=READ, response=schemas.Authorizations,
    shows_person=True,
)  # fmt: skip
def query_authorizations(
    request: HttpRequest, asked: PersonQuery, page: Query[PageQuery]
) -> schemas.Authorizations:
    """What the federal office authorized, the latest first."""
    client = person(request, asked, action="file")
    found = exchange.authorised([client.pk], Span(workdays.FIRST), known=clock.now()).get(client.pk, ())
    shown, told = page_of(
        request, list(found), page, key=lambda one: (str(one.first), one.authorisation_id), client=client
    )
    return schemas.Authorizations(items=[telling.authorization(one) for one in shown], **told)


@operation(
    "POST", "/months/query", name="queryMonths", scope=READ, response=schemas.Months, shows_person=True
)
def query_months(request: HttpRequest, asked: PersonQuery, page: Query[PageQuery]) -> schemas.Months:
    """How each month stands, the latest first."""
    client = person(request, asked, action="month")
    found = flows.client_months(client.pk, today=clock.today())
    order = {one: place for place, one in enumerate(("", *rules.SCHEMES))}
    shown, told = page_of(
        request, found, page, key=lambda one: (str(one.month), order[one.scheme]), client=client
    )
    return schemas.Months(items=[telling.month(one) for one in shown], **told)


@operation(
    "POST", "/payments/query", name="queryPayments", scope=PAID, response=schemas.Payments, shows_person=True
)
def query_payments(request: HttpRequest, asked: PersonQuery, page: Query[PageQuery]) -> schemas.Payments:
    """The payments, the latest first."""
    client = person(request, asked, action="payment")
    found = [
        (view, paid)
        for view in payment.months_of(client.pk)
        for paid in view.payments
        if paid.state not in NOT_PAID
    ]
    shown, told = page_of(
        request, found, page, key=lambda one: (str(one[1].execution_date), one[1].id), client=client
    )
    return schemas.Payments(items=[telling.payment_of(view, paid) for view, paid in shown], **told)


@operation(
    "POST",
    "/months/explain",
    name="explainMonth",
    scope=READ,
    response=schemas.Explanation,
    shows_person=True,
)
def explain_month(request: HttpRequest, asked: MonthQuery) -> schemas.Explanation:
    """What is owed for a month, as last calculated: the same bytes give the same words for ever."""
    client = person(request, asked, action="month")
    wanted = (snake(asked.scheme), CalendarMonth.parse(asked.month).first)
    views = payment.months_of(client.pk)
    view = next((one for one in views if (one.scheme, one.month) == wanted and one.calculation_id), None)
    if view is None or view.calculation_id is None:
        told = f"Nothing is calculated for {asked.month} in {camel(wanted[0])}."
        raise bad(Issue("referencedResourceNotFound", "body", "month", told))
    calculation = rules.Calculation(
        view.scheme, CalendarMonth.of(view.month), payment.vector_of(view.calculation_id)
    )
    return telling.explanation(rules.answer(calculation, (get_language() or "fr")[:2]))
