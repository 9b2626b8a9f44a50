"""What the rooms know, in the shapes of the contract."""

from __future__ import annotations

from typing import Any

from capac.contract import api as contract
from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.web.api import schemas
from capac.web.api.words import camel

MONTH = "%Y-%m"


def authorization(segment: exchange.Segment) -> schemas.Authorization:
    """A stretch of days ruled by one decision."""
    return schemas.Authorization(
        from_=segment.first,
        to=segment.last,
        scheme=camel(segment.scheme) or None,
        refusal=camel(segment.refusal) or None,
        article=segment.code or None,
        family_category=segment.family or None,
        daily_amount=segment.daily_cents,
        half_amount=segment.half_cents,
        notified_on=segment.notified_on,
    )


def month(status: flows.MonthStatus) -> schemas.Month:
    """How a month stands. Amounts are there once it was calculated."""
    view = status.view if status.view and status.view.calculation_id else None
    return schemas.Month(
        month=status.month.strftime(MONTH),
        scheme=camel(status.scheme) or None,
        status=camel(status.status),
        turn=status.turn or None,
        reason=status.reason or None,
        missing=[camel(one) for one in status.missing] or None,
        expected_on=status.expected_on,
        last_day_on=status.last_day_on,
        claim_until=status.claim_until,
        gross_amount=view.gross_cents - view.lowered_cents if view else None,
        tax_amount=view.tax_cents if view else None,
        payable_amount=view.payable_cents if view else None,
    )


def payment_of(view: payment.MonthView, paid: payment.PaidView) -> schemas.Payment:
    """A payment of a month."""
    return schemas.Payment(
        id=str(paid.id),
        month=view.month.strftime(MONTH),
        scheme=camel(view.scheme),
        status=camel(paid.state),
        execution_date=paid.execution_date,
        settled_on=paid.settled_on,
        gross_amount=paid.gross_cents,
        tax_amount=paid.tax_cents,
        transfer_amount=paid.transfer_cents,
        withheld=[schemas.WithheldAmount(kind=camel(kind), amount=cents) for kind, cents in paid.withheld],
        bank_reason=paid.bank_reason or None,
    )


def explanation(answer: dict[str, Any]) -> schemas.Explanation:
    """The answer of the rules, its names as the API writes them."""
    counts = {key: answer[key] for key in ("allowances", "gross", "tax", "net", "payable")}
    return schemas.Explanation(
        **counts,
        unit=camel(answer["unit"]) if "unit" in answer else None,
        by_occupation=answer.get("by_occupation"),
        withheld=[
            schemas.ExplanationWithheld(**one | {"kind": camel(one["kind"])}) for one in answer["withheld"]
        ],
        steps=[schemas.ExplanationStep(**one | {"name": camel(one["name"])}) for one in answer["steps"]],
        days=[
            schemas.ExplanationDay(day=day, **told | {"why": camel(told["why"])})
            for day, told in answer["days"].items()
        ],
        parameters=[
            schemas.ExplanationParameter(**one | {"name": camel(one["name"])}) for one in answer["parameters"]
        ],
    )


def figure(one: contract.Figure) -> schemas.Figure:
    """An indicator in a year; shares are never given, only their two parts."""
    return schemas.Figure(
        indicator_id=one.id,
        year=one.year,
        group=one.group or None,
        measured=one.measured,
        verdict=camel(one.verdict),
        norm_version=one.norm_version,
        as_of=one.as_of,
        built_at=one.built_at,
        mean_days=one.mean_days,
        tiers=[_tier(tier) for tier in one.tiers] if one.measured else [],
    )


def _tier(tier: contract.TierFigure) -> schemas.FigureTier:
    return schemas.FigureTier(
        numerator=tier.numerator,
        denominator=tier.denominator,
        open=tier.open,
        left_out=tier.left_out,
        scale=tier.scale,
        norm_basis_points=tier.norm_bp,
        met=tier.met,
    )


def office(row: people.Office) -> schemas.Office:
    """An office, its name in the three languages of the country."""
    hours = sorted(row.hours.all(), key=lambda one: (one.weekday, one.opens))
    return schemas.Office(
        code=row.code,
        name=schemas.LocalizedString(fr=row.name_fr, nl=row.name_nl, de=row.name_de),
        hours=[
            schemas.OpeningHours(
                weekday=one.weekday + 1, opens=f"{one.opens:%H:%M}", closes=f"{one.closes:%H:%M}"
            )
            for one in hours
        ],
    )
