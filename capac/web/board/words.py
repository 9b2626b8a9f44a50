"""Words of the board: kinds, parts, statuses, and a norm as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.commitments.api import Indicator, Tier

BASIS_PER_CENT = 100


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


def norm_in_words(indicator: Indicator) -> list[str]:
    """Each tier as a sentence; a tier without a value says so."""
    return [_tier(tier) for tier in indicator.tiers]


def _tier(tier: Tier) -> str:
    if tier.count is not None:
        return _("at least %(n)s a year") % {"n": tier.count}
    if tier.share_of:
        return _("at least one third")
    if tier.mean_bp is not None:
        return _("a mean of at least %(n)s") % {"n": tier.mean_bp // 10_000}
    if tier.share_bp is None:
        return _("no value printed")
    share = f"{tier.share_bp // BASIS_PER_CENT}" + (
        f",{tier.share_bp % BASIS_PER_CENT:02d}" if tier.share_bp % BASIS_PER_CENT else ""
    )
    if tier.within is None:
        return _("%(share)s %%") % {"share": share}
    limits = {
        "working_day": _("%(share)s %% within %(n)s working days"),
        "calendar_day": _("%(share)s %% within %(n)s calendar days"),
        "month": _("%(share)s %% within the month"),
    }
    return limits[tier.within.unit] % {"share": share, "n": tier.within.n}
