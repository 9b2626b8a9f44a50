"""Words of the board: kinds, parts, statuses, verdicts, a norm and a figure as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capac.commitments.api import Indicator, Tier, Within
from capac.contract.api import Figure, TierFigure
from capac.web.board import numbers


def kind_names() -> dict[str, str]:
    """Every kind of item in words."""
    return {
        "indicator": _("indicator"),
        "obligation": _("recurring obligation"),
        "deliverable": _("deliverable"),
        "procedure": _("procedure"),
        "principle": _("principle"),
        "budget": _("budget rule"),
        "system": _("system"),
    }


def part_names() -> dict[str, str]:
    """The parts of the contract."""
    return {
        "introduction": _("Introduction"),
        "I": _("Part I. The client at the centre"),
        "II": _("Part II. Files and payment"),
        "III": _("Part III. Good governance"),
        "IV": _("Part IV. Common chapters"),
    }


def statuses() -> dict[str, str]:
    """What a norm's status means."""
    return {
        "defined": _("The norm is printed in the contract."),
        "adapted": _("The contract says that the norm is adapted elsewhere and prints no value."),
        "to_be_defined": _("The contract leaves the norm to be defined."),
        "validated": _("The contract announces a validated norm and prints no value."),
        "after_term": _("The contract ended on 31 December 2025. The norm goes on as monitoring."),
    }


def roles() -> dict[str, str]:
    """Whether a norm binds."""
    return {"binding": _("binding"), "monitoring": _("monitoring")}


def verdicts() -> dict[str, tuple[str, str]]:
    """Each verdict in words, with the look of its tag."""
    return {
        "met": (_("met"), "ok"),
        "not_met": (_("not met"), "bad"),
        "partly_met": (_("partly met"), "warn"),
        "in_progress": (_("in progress"), "info"),
        "not_measurable": (_("not measurable"), "plain"),
        "without_object": (_("without object"), "plain"),
        "no_norm": (_("no norm"), "plain"),
    }


def norm_in_words(indicator: Indicator) -> list[str]:
    """Each tier as a sentence; a tier without a value says so."""
    return [_tier(tier) for tier in indicator.tiers]


def tier_name(within: Within | None) -> str:
    """A tier by its limit."""
    if within is None:
        return _("all cases")
    limits = {
        "working_day": _("within %(n)s working days"),
        "calendar_day": _("within %(n)s calendar days"),
        "month": _("within the month"),
    }
    return limits[within.unit] % {"n": within.n}


def tier_sentence(figure: Figure, tier: TierFigure) -> str:
    """What stands beside the share of a tier: limit, year, norm."""
    told = {
        "limit": tier_name(tier.within) if tier.within else _("finally accepted by ONEM"),
        "year": figure.year,
        "norm": numbers.norm(tier.norm_bp) if tier.norm_bp is not None else "",
    }
    if tier.norm_bp is None:
        return _("%(limit)s in %(year)s, no norm printed") % told
    return _("%(limit)s in %(year)s, norm %(norm)s") % told


def standing(figure: Figure, tier: TierFigure) -> tuple[str, str]:
    """Whether a tier is met, in words with the look of a tag; while a case may still change it, so far only."""
    if tier.norm_bp is None:
        return _("no norm"), "plain"
    if tier.met is None:
        return _("nothing counted yet"), "plain"
    if figure.year_is_over and not tier.open:
        return (_("met"), "ok") if tier.met else (_("not met"), "bad")
    return (_("met so far"), "ok") if tier.met else (_("not met so far"), "bad")


def days(number: int) -> str:
    """A number of working days."""
    return ngettext("%(n)s working day", "%(n)s working days", number) % {"n": number}


def distribution(figure: Figure) -> str:
    """How long the stopped cases took, as a sentence."""
    if figure.p80_days is None or figure.p95_days is None or figure.mean_days is None:
        return _("Nothing is paid yet on a document of %(year)s.") % {"year": figure.year}
    told = {
        "year": figure.year,
        "p80": days(figure.p80_days),
        "p95": days(figure.p95_days),
        "mean": numbers.decimal(figure.mean_days),
    }
    return (
        _(
            "In %(year)s 80 %% of the payments came within %(p80)s of the document, 95 %% within %(p95)s; mean %(mean)s."
        )
        % told
    )


def paid(figure: Figure) -> str:
    """How many payments were made and how many documents still wait, as a sentence."""
    told = ngettext("%(n)s payment made", "%(n)s payments made", figure.stopped) % {
        "n": numbers.count(figure.stopped)
    }
    waiting = figure.tiers[0].open
    if not waiting:
        return told
    still = ngettext("%(n)s document still waits", "%(n)s documents still wait", waiting)
    return f"{told}, {still % {'n': numbers.count(waiting)}}"


def counted(tier: TierFigure, *, rejected: bool) -> str:
    """The counts of a tier as a sentence: of how many, how many not, how many still open or left out."""
    missed = (
        ngettext("%(n)s rejected", "%(n)s rejected", tier.late)
        if rejected
        else ngettext("%(n)s late", "%(n)s late", tier.late)
    )
    parts = [
        ngettext("%(all)s case counted", "%(all)s cases counted", tier.denominator)
        % {"all": numbers.count(tier.denominator)},
        missed % {"n": numbers.count(tier.late)},
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


def outcomes(indicator_id: str) -> dict[str, tuple[str, str]]:
    """How a case of an indicator counts, in words with the look of its tag."""
    if indicator_id == "8.1.5":
        return {"in_time": (_("paid"), "ok"), "open": (_("not yet paid"), "info")}
    if indicator_id == "8.1.6":
        return {
            "accepted": (_("accepted"), "ok"),
            "rejected": (_("rejected"), "bad"),
            "open": (_("not yet decided"), "info"),
            "left_out": (_("left out"), "plain"),
        }
    return {
        "in_time": (_("in time"), "ok"),
        "late": (_("late"), "bad"),
        "open": (_("open"), "info"),
    }


def why(indicator_id: str) -> str:
    """The heading over the causes."""
    return {
        "8.1.5": _("Which came first, document or authorisation"),
        "8.1.6": _("Why payments were rejected"),
    }.get(indicator_id, _("Why cases were late"))


def definitions() -> dict[str, tuple[str, ...]]:
    """What exactly is counted, one sentence a rule, for each measured article that the board has the words to show."""
    a_case = _("A case counts in the year in which its clock starts. The first day is not counted.")
    an_open_one = _(
        "A case that is still open counts as late once its last day is past, and is left out until then."
    )
    working_days = _(
        "Working days are Monday to Friday without legal holidays and days on which the institution is closed."
    )
    the_month = _("Within the month: by the same day of the next month, or its last day.")
    return {
        "2.5.1": (working_days, the_month, a_case, an_open_one),
        "5.2.1": (a_case, an_open_one),
        "8.1.4": (working_days, the_month, a_case, an_open_one),
        "19.4§2a": (working_days, a_case, an_open_one),
        "8.1.2": (
            _(
                "An authorisation (C2) that needs a hand, from the day on which it came in until it left the experts' queue."
            ),
            working_days,
            the_month,
            a_case,
            an_open_one,
        ),
        "8.1.5": (
            _("A payment document (control card), from the day on which we received it until the bank paid."),
            working_days,
            _(
                'The contract prints "xx" working days: no share is told. We show how long payments take, by payment type.'
            ),
            a_case,
        ),
        "8.1.6": (
            _("A payment that we told ONEM (C10), once ONEM has decided on it for good."),
            _("Accepted: every definitive outcome but an elimination (C12) or a rejection (C13)."),
            _(
                "Payments hit by an important technical problem are left out; a second person decides each incident."
            ),
            _(
                "A payment counts in the year of its introduction month. One without a definitive outcome is not counted yet."
            ),
        ),
    }


def _tier(tier: Tier) -> str:
    if tier.count is not None:
        return _("at least %(n)s a year") % {"n": tier.count}
    if tier.share_of:
        return _("at least one third")
    if tier.mean_bp is not None:
        return _("a mean of at least %(n)s") % {"n": tier.mean_bp // 10_000}
    if tier.share_bp is None:
        return _("no value printed")
    share = numbers.hundredths(tier.share_bp)
    if tier.within is None:
        return _("%(share)s %%") % {"share": share}
    limits = {
        "working_day": _("%(share)s %% within %(n)s working days"),
        "calendar_day": _("%(share)s %% within %(n)s calendar days"),
        "month": _("%(share)s %% within the month"),
    }
    return limits[tier.within.unit] % {"share": share, "n": tier.within.n}
