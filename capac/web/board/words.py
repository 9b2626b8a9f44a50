"""Words of the board: kinds, parts, statuses, verdicts, outcomes, and a norm as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.commitments.api import Indicator, Tier, Within
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


def outcomes(indicator_id: str) -> dict[str, tuple[str, str]]:
    """How a case of an indicator counts, in words with the look of its tag."""
    own = {
        "8.1.5": {"in_time": (_("paid"), "ok"), "open": (_("not yet paid"), "info")},
        "8.1.6": {
            "accepted": (_("accepted"), "ok"),
            "rejected": (_("rejected"), "bad"),
            "open": (_("not yet decided"), "info"),
            "left_out": (_("left out"), "plain"),
        },
        "6.1.1": {"reached": (_("sent back through us"), "bad"), "missed": (_("not through us"), "ok")},
    }
    return own.get(
        indicator_id,
        {
            "in_time": (_("in time"), "ok"),
            "late": (_("late"), "bad"),
            "reached": (_("fulfilled"), "ok"),
            "missed": (_("not fulfilled"), "plain"),
            "open": (_("open"), "info"),
            "left_out": (_("left out"), "plain"),
        },
    )


def why(indicator_id: str, *, has_limit: bool) -> str:
    """The heading over the causes; where no limit is printed nothing is late."""
    return {
        "8.1.5": _("Which came first, document or authorisation"),
        "8.1.6": _("Why payments were rejected"),
    }.get(indicator_id, _("Why cases were late") if has_limit else _("Causes that were noted"))


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
