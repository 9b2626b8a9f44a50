"""Live figures of the contract as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from capac.commitments.api import Indicator
from capac.contract import api as contract
from capac.contract.api import Figure, TierFigure
from capac.web.board import numbers, sentences, words
from capac.web.board.reasons import groups


@dataclass(frozen=True)
class Shown:
    """One number, large, with the sentence that it belongs to and the tag that says how it stands (none without norm)."""

    large: str
    sentence: str
    tag: str
    look: str
    counted: str
    missed_on: date | None
    limit: str = ""


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
    """What is measured, each in its last year with a counted case; and one that tells day and build."""
    found = contract.latest(as_of=today)
    known = found or contract.figures(as_of=today)
    return [card(figure) for figure in found], known[0] if known else None


def card(figure: Figure) -> Card:
    """A figure as a card."""
    verdict, look = words.verdicts()[figure.verdict]
    return Card(figure.id, sentences.indicator_of(figure).title[lang()], verdict, look, shown(figure))


def shown(figure: Figure) -> tuple[Shown, ...]:
    """The numbers of a figure: its distribution where no limit is printed, else one for each tier."""
    indicator = sentences.indicator_of(figure)
    if sentences.manner(indicator) == "distribution":
        return (_distribution(figure, indicator.unit),)
    return tuple(_number(figure, number, indicator) for number in range(1, len(figure.tiers) + 1))


def group_name(group: str) -> str:
    """A payment type in words; its code where it has none."""
    return groups().get(group, group)


def _number(figure: Figure, number: int, indicator: Indicator) -> Shown:
    tier = figure.tiers[number - 1]
    tag, look = sentences.standing(figure, tier)
    return Shown(
        large=_large(tier, sentences.manner(indicator)),
        sentence=sentences.tier_sentence(figure, number, indicator),
        tag=tag,
        look=look,
        counted=sentences.counted(tier, indicator),
        missed_on=tier.first_missed if tier.norm_bp == numbers.WHOLE and tier.met is False else None,
        limit=sentences.tier_label(indicator, number),
    )


def _large(tier: TierFigure, manner: str) -> str:
    if manner == "share":
        return numbers.share(tier.numerator, tier.denominator)
    if not tier.denominator:
        return "–"
    if manner == "count":
        return numbers.count(tier.numerator)
    return numbers.hundredths(tier.numerator * numbers.HUNDRED // tier.denominator)


def _distribution(figure: Figure, unit: str) -> Shown:
    large = sentences.days(figure.p80_days, unit) if figure.p80_days is not None else "–"
    return Shown(large, sentences.distribution(figure, unit), "", "", sentences.paid(figure), None)
