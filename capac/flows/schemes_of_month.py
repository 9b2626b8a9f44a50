"""Which schemes a client's month is in, and which documents each asks for.

A C2 opens a scheme by the prefix of its code, 57 also temporary unemployment beside it (hours then count as those of a
part-timer with the guarantee). Work in an activation programme is authorised by module S29. A scheme is also looked at
when an employer declares for it, and while something stands of it in payment, so that what is taken back is claimed
back. The readings chosen are docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.rules import api as rules

FULL = "full_unemployment"
INSERTION = "insertion_allowance"
VOLUNTARY = "voluntary_part_time"
TEMPORARY = "temporary_unemployment"
YOUTH, SENIOR = "youth_holiday", "senior_holiday"
GUARANTEE = "income_guarantee"
ACTIVATION = "activation"

FORMS = {
    TEMPORARY: "WECH505", GUARANTEE: "WECH506", ACTIVATION: "WECH508", YOUTH: "WECH510", SENIOR: "WECH510",
}  # fmt: skip
"""The employer's monthly declaration without which a scheme pays nothing."""
ONLY_WHEN_DECLARED = frozenset({TEMPORARY, YOUTH, SENIOR, ACTIVATION})
"""Schemes in which a month is asked for by a document: without any nothing is waited for."""
CARDS = {FULL, INSERTION, VOLUNTARY, TEMPORARY, GUARANTEE}
WITHOUT_CARD = "58"
"""A voluntary part-timer receives the guarantee in place of a control card (decision 0027)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a scheme asks for in a month: the client's card, an employer's declaration (its form, "" for none)."""

    card: bool
    form: str

    @property
    def is_declared(self) -> bool:
        """It pays hours that an employer declares."""
        return bool(self.form)


def asked_of(scheme: str, segments: Iterable[exchange.Segment]) -> Asked:
    """What a scheme asks for under these authorisations, the last of which decides over the card."""
    last = next(reversed(list(segments)), None)
    card = scheme in CARDS and not (
        scheme == GUARANTEE and last is not None and _prefix(last) == WITHOUT_CARD
    )
    return Asked(card, FORMS.get(scheme, ""))


def scheme_of(segment: exchange.Segment) -> str:
    """The scheme that an authorisation opens; "" for a refusal and for what no scheme of ours computes.

    A code that was applied by hand bears no scheme although its prefix may open one (05).
    """
    return segment.scheme or ("" if segment.refusal else opens(segment).scheme)


def opens(segment: exchange.Segment) -> rules.Opens:
    """What the prefix of its code opens."""
    return rules.opens(_prefix(segment))


def pays(segment: exchange.Segment, scheme: str) -> bool:
    """Whether days of this authorisation may be paid in a scheme."""
    if segment.refusal:
        return False
    return scheme_of(segment) == scheme or (scheme == TEMPORARY and bool(opens(segment).temporary))


def foreign(segments: Iterable[exchange.Segment]) -> list[str]:
    """Codes that no scheme here computes: they hold the whole month for a person."""
    return [s.code for s in segments if not s.refusal and not scheme_of(s)]


def declared_schemes(declared: exchange.Declared) -> Iterator[str]:
    """The schemes for which employers declared something."""
    for scheme, documents in documents_by_scheme(declared).items():
        if documents:
            yield scheme


def documents_by_scheme(declared: exchange.Declared) -> Mapping[str, tuple[exchange.Document, ...]]:
    """What is declared, by the scheme that it is for."""
    return {
        TEMPORARY: declared.temporary,
        GUARANTEE: declared.part_time,
        ACTIVATION: declared.activation,
        YOUTH: tuple(one for one in declared.holidays if not one.is_senior),
        SENIOR: tuple(one for one in declared.holidays if one.is_senior),
    }


def schemes(
    segments: Iterable[exchange.Segment],
    declared: exchange.Declared,
    *,
    has_card: bool,
    standing: Iterable[str],
) -> list[str]:
    """The schemes of a client's month, each once. `segments` are those of the month, `standing` what payment knows."""
    of_month = list(segments)
    found = [scheme_of(s) for s in of_month]
    told = {*declared_schemes(declared), *standing}
    waited = [one for one in found if one and (one not in ONLY_WHEN_DECLARED or has_card or one in told)]
    every = dict.fromkeys([*waited, *sorted(told)])
    if not every and (not any(found) or foreign(of_month)):
        return [FULL]
    return list(every)


def differing_hours(
    segments: Iterable[exchange.Segment], documents: Iterable[exchange.Document]
) -> list[payment.Stop]:
    """The weekly hours of the C2 and of the only job declared must be the same: else one of the two is corrected."""
    jobs = list(documents)
    for s in segments:
        if len(jobs) != 1 or s.q_hundredths is None or s.s_hundredths is None:
            continue
        if (s.q_hundredths, s.s_hundredths) != (jobs[0].q, jobs[0].s):
            return [payment.Stop("weekly_hours_differ", "us", {"code": s.code})]
    return []


def _prefix(segment: exchange.Segment) -> str:
    return segment.code[:2]
