"""What no rule could use, and what a scheme's rule cannot do without: the first fault found is named."""

from __future__ import annotations

from itertools import pairwise

from capac.rules.check_schemes import check_own
from capac.rules.facts import (
    DAY_CODES,
    FAMILIES,
    INSERTION_FAMILIES,
    MAX_DAILY_CENTS,
    MOST_SEGMENTS,
    REGIMES,
    SCHEMES,
    CaseError,
    Facts,
    Segment,
)

AMOUNT, TAX = "AR 25.11.1991 art. 114", "annexe III AR/CIR 92, point 79"
BY_FAMILY = ("full_unemployment", "voluntary_part_time", "income_guarantee")
"""Schemes in which the family decides: the tax of a cohabitant, or the reference amount."""

BY_HOURS = {
    "voluntary_part_time": "AR 25.11.1991 art. 103",
    "income_guarantee": "AR 25.11.1991 art. 131bis",
}
"""Schemes that need the weekly hours of the worker and of the full-time reference, and the article that does."""


def check(facts: Facts) -> None:
    """Raise CaseError for facts that no rule could use, naming the first that is wrong."""
    check_scheme(facts.scheme)
    if not facts.segments and facts.scheme != "activation":
        raise CaseError("missing", fact="authorisation", field="authorisation", rule="AR 25.11.1991 art. 160")
    if len(facts.segments) > MOST_SEGMENTS:
        raise CaseError(
            "too_many", fact="authorisation", field="authorisation", rule="AR 25.11.1991 art. 112", most=str(MOST_SEGMENTS)
        )  # fmt: skip
    for number, segment in enumerate(facts.segments):
        check_segment(segment, f"authorisation[{number}]", facts.scheme)
    for before, after in pairwise(facts.segments):
        if before.last is None or after.first <= before.last:
            raise CaseError(
                "segments_overlap", fact="authorisation", field="authorisation", rule="AR 25.11.1991 art. 112",
                first=str(after.first), last=str(before.last),
            )  # fmt: skip
    for day, code in facts.days.items():
        if code not in DAY_CODES:
            raise CaseError(
                "day_code", fact="days", field=f"days.{day}", rule="AR 25.11.1991 art. 71", value=code
            )
    check_own(facts)


def check_scheme(scheme: str) -> None:
    """Raise CaseError for a scheme that no rule computes."""
    if scheme not in SCHEMES:
        raise CaseError(
            "scheme_unknown", fact="scheme", field="scheme", rule="AR 25.11.1991", value=scheme, known=", ".join(SCHEMES)
        )  # fmt: skip


def check_segment(segment: Segment, place: str, scheme: str) -> None:
    """Raise CaseError for a segment that the rule of a scheme could not use; `place` is its field."""
    if segment.last is not None and segment.last < segment.first:
        raise CaseError("ends_before_start", fact="to", field=f"{place}.to", rule="AR 25.11.1991 art. 112")
    _check_family(segment, place, scheme)
    _check_amount(segment, place, scheme)
    _check_hours(segment, place, scheme)
    if scheme in BY_FAMILY and segment.family == "B" and segment.first_year is None:
        rule = BY_HOURS["income_guarantee"] if scheme == "income_guarantee" else TAX
        raise CaseError("missing", fact="first_year", field=f"{place}.first_year", rule=rule)
    if segment.regime and segment.regime not in REGIMES:
        raise CaseError(
            "regime", fact="regime", field=f"{place}.regime", rule="AR 25.11.1991 art. 106-108", value=segment.regime
        )  # fmt: skip


def _check_family(segment: Segment, place: str, scheme: str) -> None:
    """Where the family decides nothing it may be absent; where it is given it must exist."""
    if not segment.family and scheme not in BY_FAMILY:
        return
    known = INSERTION_FAMILIES if scheme == "insertion_allowance" else FAMILIES
    if segment.family not in known:
        key = "family" if segment.family else "missing"
        raise CaseError(
            key, fact="family", field=f"{place}.family", rule="AR 25.11.1991 art. 110", value=segment.family
        )


def _check_amount(segment: Segment, place: str, scheme: str) -> None:
    """A daily amount, or a wage code (and phase) from which the barème gives it; none for an activation."""
    needs_phase = scheme in BY_FAMILY
    enough = scheme == "activation" or (segment.half_cents is not None and _pays_halves(segment, scheme))
    if segment.daily_cents is None and not enough:
        if segment.wage_code is None or scheme == "insertion_allowance":
            raise CaseError("missing", fact="daily_amount", field=f"{place}.daily_amount", rule=AMOUNT)
        if needs_phase and not segment.phase:
            raise CaseError("missing", fact="phase", field=f"{place}.phase", rule=AMOUNT)
    for name, cents, rule in (
        ("daily_amount", segment.daily_cents, AMOUNT),
        ("half_amount", segment.half_cents, "AR 25.11.1991 art. 103"),
    ):
        if cents is not None and not 0 < cents <= MAX_DAILY_CENTS:
            raise CaseError("out_of_bounds", fact=name, field=f"{place}.{name}", rule=rule)


def _pays_halves(segment: Segment, scheme: str) -> bool:
    """Only half-allowances are paid, so the half amount is enough."""
    return scheme == "voluntary_part_time" or (
        scheme == "temporary_unemployment" and segment.regime == "voluntary_part_time"
    )


def _check_hours(segment: Segment, place: str, scheme: str) -> None:
    """Where the pattern or the reference wage follows weekly hours, both must be there, and Q not above S."""
    rule = BY_HOURS.get(scheme)
    if rule is None:
        return
    for name, value in (("q", segment.q), ("s", segment.s)):
        if value is None:
            raise CaseError("missing", fact=name, field=f"{place}.{name}", rule=rule)
    if (segment.q or 0) > (segment.s or 0):
        raise CaseError("q_above_s", fact="q", field=f"{place}.q", rule=rule)
