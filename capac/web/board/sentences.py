"""A figure as sentences: what stands beside the number, how it stands to its norm, how long things took."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capac.commitments import api as commitments
from capac.commitments.api import Indicator
from capac.contract import api as contract
from capac.contract.api import Figure, TierFigure
from capac.web.board import numbers, words

REJECTED, DOCUMENTS = "8.1.6", "8.1.5"
"""The one whose cases are accepted or rejected, and the one whose cases are documents on which is paid."""
CLOCKED = ("working_day", "calendar_day", "seconds")


def indicator_of(figure: Figure) -> Indicator:
    """The indicator as the contract of the figure's year has it."""
    return commitments.indicator(figure.id, contract=contract.contract_of(figure.year))


def manner(indicator: Indicator) -> str:
    """How its number is told: count, mean, share, or (where a clock has no limit) the distribution of its days."""
    if indicator.shape in ("count", "mean_per_unit"):
        return "count" if indicator.shape == "count" else "mean"
    without_norm = all(tier.share_bp is None and tier.share_of is None for tier in indicator.tiers)
    timed = indicator.unit in CLOCKED and indicator.shape != "ratio"
    return "distribution" if without_norm and timed else "share"


def days(number: int, unit: str) -> str:
    """A number of days or seconds in the unit of an indicator."""
    told = {
        "calendar_day": ngettext("%(n)s calendar day", "%(n)s calendar days", number),
        "seconds": ngettext("%(n)s second", "%(n)s seconds", number),
    }
    text = told.get(unit) or ngettext("%(n)s working day", "%(n)s working days", number)
    return text % {"n": numbers.count(number)}


def unit_name(unit: str) -> str:
    """The unit over a column."""
    return {"calendar_day": _("calendar days"), "seconds": _("seconds")}.get(unit, _("working days"))


def tier_sentence(figure: Figure, number: int, indicator: Indicator) -> str:
    """What stands beside the number of a tier: its limit or what is counted, the year, the norm."""
    tier = figure.tiers[number - 1]
    kind = manner(indicator)
    told = {"year": figure.year, "norm": norm_words(tier), "limit": _limit(figure, tier, kind)}
    if kind == "count":
        wanted = numbers.count((tier.norm_bp or 0) // numbers.WHOLE)
        return _("in %(year)s, at least %(norm)s in the contract") % {**told, "norm": wanted}
    if kind == "mean":
        return _("%(limit)s in %(year)s, norm %(norm)s") % {**told, "limit": mean_of(indicator, number)}
    if not told["limit"]:
        return (
            _("in %(year)s, norm %(norm)s") % told
            if told["norm"]
            else _("in %(year)s, no norm printed") % told
        )
    if not told["norm"]:
        return _("%(limit)s in %(year)s, no norm printed") % told
    return _("%(limit)s in %(year)s, norm %(norm)s") % told


def norm_words(tier: TierFigure) -> str:
    """The norm of a tier as a number; nothing where none is printed."""
    if tier.share_of:
        return _("one third")
    if tier.norm_bp is None:
        return ""
    return numbers.hundredths(tier.norm_bp // 100) if tier.scale > 1 else numbers.norm(tier.norm_bp)


def _limit(figure: Figure, tier: TierFigure, kind: str) -> str:
    if tier.within:
        return words.tier_name(tier.within)
    if figure.id == REJECTED:
        return _("finally accepted by ONEM")
    return _("by the due date") if kind == "share" and figure.id == "18.16.1" else ""


def tier_label(indicator: Indicator, number: int) -> str:
    """A tier by its limit, or by what it is the mean of; nothing where there is but one without a limit."""
    tier = indicator.tiers[number - 1]
    return words.tier_name(tier.within) if tier.within else mean_of(indicator, number)


def mean_of(indicator: Indicator, number: int) -> str:
    """What the mean of a tier is the mean of."""
    of = indicator.tiers[number - 1].of
    return {
        "all days": _("days of training per full-time equivalent"),
        "core business days": _("of them days of the core business"),
        "telework days a week": _("days of telework a week"),
    }.get(of, of)


def standing(figure: Figure, tier: TierFigure) -> tuple[str, str]:
    """Whether a tier is met, in words with the look of a tag; while a case may still change it, so far only."""
    if tier.norm_bp is None and tier.share_of is None:
        return _("no norm"), "plain"
    if tier.met is None:
        return _("nothing counted yet"), "plain"
    if figure.year_is_over and not tier.open:
        return (_("met"), "ok") if tier.met else (_("not met"), "bad")
    return (_("met so far"), "ok") if tier.met else (_("not met so far"), "bad")


def distribution(figure: Figure, unit: str) -> str:
    """How long the stopped cases took, as a sentence."""
    if figure.p80_days is None or figure.p95_days is None or figure.mean_days is None:
        none = _("Nothing is paid yet on a document of %(year)s.") if figure.id == DOCUMENTS else ""
        return (none or _("Nothing is finished yet of what began in %(year)s.")) % {"year": figure.year}
    told = {
        "year": figure.year,
        "p80": days(figure.p80_days, unit),
        "p95": days(figure.p95_days, unit),
        "mean": numbers.decimal(figure.mean_days),
    }
    if figure.id == DOCUMENTS:
        return (
            _(
                "In %(year)s 80 %% of the payments came within %(p80)s of the document, 95 %% within %(p95)s; mean %(mean)s."
            )
            % told
        )
    return _("In %(year)s 80 %% took at most %(p80)s, 95 %% at most %(p95)s; mean %(mean)s.") % told


def spread(figure: Figure, unit: str) -> str:
    """Mean, percentiles and the oldest open case, beside a share; nothing where no time is measured."""
    told = []
    if figure.p80_days is not None and figure.p95_days is not None and figure.mean_days is not None:
        told.append(
            _("Mean %(mean)s, 80 %% within %(p80)s, 95 %% within %(p95)s.")
            % {
                "mean": numbers.decimal(figure.mean_days),
                "p80": days(figure.p80_days, unit),
                "p95": days(figure.p95_days, unit),
            }
        )
    if figure.oldest_open_days is not None:
        told.append(
            _("The oldest open case has waited %(days)s.") % {"days": days(figure.oldest_open_days, unit)}
        )
    return " ".join(told)


def paid(figure: Figure) -> str:
    """How many stopped and how many still wait, as a sentence."""
    number, waiting = {"n": numbers.count(figure.stopped)}, figure.tiers[0].open
    still = {"n": numbers.count(waiting)}
    if figure.id == DOCUMENTS:
        told = ngettext("%(n)s payment made", "%(n)s payments made", figure.stopped) % number
        more = ngettext("%(n)s document still waits", "%(n)s documents still wait", waiting) % still
    else:
        told = ngettext("%(n)s case finished", "%(n)s cases finished", figure.stopped) % number
        more = ngettext("%(n)s still open", "%(n)s still open", waiting) % still
    return f"{told}, {more}" if waiting else told


def counted(tier: TierFigure, indicator: Indicator) -> str:
    """The counts of a tier as a sentence: of how many, how many not, how many still open or left out."""
    kind = manner(indicator)
    if kind == "count":
        return ""
    if kind == "mean":
        return _over(tier, indicator)
    parts = [
        ngettext("%(all)s case counted", "%(all)s cases counted", tier.denominator)
        % {"all": numbers.count(tier.denominator)},
        _missed(tier, indicator) % {"n": numbers.count(tier.late), "yes": numbers.count(tier.numerator)},
    ]
    if tier.open:
        parts.append(
            ngettext("%(n)s still open", "%(n)s still open", tier.open) % {"n": numbers.count(tier.open)}
        )
    if tier.left_out:
        parts.append(
            ngettext("%(n)s left out", "%(n)s left out", tier.left_out) % {"n": numbers.count(tier.left_out)}
        )
    return ", ".join(parts)


def _missed(tier: TierFigure, indicator: Indicator) -> str:
    if indicator.id == REJECTED:
        return ngettext("%(n)s rejected", "%(n)s rejected", tier.late)
    if indicator.shape == "clock":
        return ngettext("%(n)s late", "%(n)s late", tier.late)
    return (
        _("%(yes)s of them as the contract wants it")
        if not indicator.lower_is_better
        else _("%(yes)s sent back")
    )


def _over(tier: TierFigure, indicator: Indicator) -> str:
    told = {"days": numbers.hundredths(tier.numerator), "n": numbers.hundredths(tier.denominator)}
    if indicator.unit == "year":
        return _("%(days)s days over %(n)s full-time equivalents") % told
    return _("%(days)s days over %(n)s members of staff") % told
