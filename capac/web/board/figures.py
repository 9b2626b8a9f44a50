"""Live figures of the contract as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from capac.commitments import api as commitments
from capac.contract import api as contract
from capac.contract.api import Figure, TierFigure
from capac.web.board import numbers, words
from capac.web.board.reasons import groups

REJECTED = "8.1.6"
"""The one whose cases are accepted or rejected, not in time or late."""


@dataclass(frozen=True)
class Shown:
    """One number, large, with the sentence that it belongs to and the tag that says how it stands (none without norm)."""

    large: str
    sentence: str
    tag: str
    look: str
    counted: str
    missed_on: date | None


@dataclass(frozen=True)
class Card:
    """A figure on the tree."""

    id: str
    title: str
    verdict: str
    look: str
    shown: tuple[Shown, ...]


def lang() -> str:
    """The language of the page, as the contract's data names it."""
    return (get_language() or "fr")[:2]


def live(today: date) -> tuple[list[Card], Figure | None]:
    """What is measured and has words here, each in its last year with a counted case; and one that tells day and build."""
    found = [figure for figure in contract.latest(as_of=today) if figure.id in words.definitions()]
    known = found or contract.figures(as_of=today)
    return [card(figure) for figure in found], known[0] if known else None


def card(figure: Figure) -> Card:
    """A figure as a card."""
    verdict, look = words.verdicts()[figure.verdict]
    title = commitments.indicator(figure.id, contract=contract.contract_of(figure.year)).title[lang()]
    return Card(figure.id, title, verdict, look, shown(figure))


def shown(figure: Figure) -> tuple[Shown, ...]:
    """The numbers of a figure: its distribution where no limit is printed, else a share for each tier."""
    if all(tier.within is None and tier.norm_bp is None for tier in figure.tiers):
        return (_distribution(figure),)
    return tuple(_share(figure, tier) for tier in figure.tiers)


def group_name(group: str) -> str:
    """A payment type in words; its code where it has none."""
    return groups().get(group, group)


def _share(figure: Figure, tier: TierFigure) -> Shown:
    tag, look = words.standing(figure, tier)
    return Shown(
        large=numbers.share(tier.numerator, tier.denominator),
        sentence=words.tier_sentence(figure, tier),
        tag=tag,
        look=look,
        counted=words.counted(tier, rejected=figure.id == REJECTED),
        missed_on=tier.first_missed if tier.norm_bp == numbers.WHOLE and tier.met is False else None,
    )


def _distribution(figure: Figure) -> Shown:
    large = words.days(figure.p80_days) if figure.p80_days is not None else "–"
    return Shown(large, words.distribution(figure), "", "", words.paid(figure), None)
