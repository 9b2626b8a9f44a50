"""Why a case counts as it does, in words, from the codes of the room that knows."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_words(indicator_id: str, reason: str) -> str:
    """The words of a reason. An authorisation may wait for several; a code without words is shown as it is."""
    if not reason:
        return {"8.1.5": _("the authorisation was there when the document came")}.get(indicator_id, "")
    known = _known() | ({} if indicator_id == "8.1.6" else who_names())
    return ", ".join(known.get(code, code) for code in reason.split())


def who(reason: str) -> str:
    """Who delayed the case or caused the loss, as a code of who_names(); "" where the reason does not say it."""
    last = reason.split()[-1] if reason else ""
    if last.startswith("AR167"):
        return "capac"
    return last if last in who_names() else ""


def who_names() -> dict[str, str]:
    """Those who can delay a case."""
    return {
        "client": _("the client"),
        "employer": _("the employer"),
        "onem": _("ONEM"),
        "technical": _("technical"),
        "capac": _("CAPAC"),
        "": _("not said"),
    }


def _known() -> dict[str, str]:
    return {
        "unknown_person": _("nobody known"),
        "name_mismatch": _("another name"),
        "prefix_not_computable": _("code without scheme"),
        "guardian": _("guardian"),
        "free_text": _("text of ONEM"),
        "authorised_later": _("the authorisation came after the document"),
        "C12": _("eliminated (C12)"),
        "C13": _("rejected (C13)"),
        "AR167-1-1": _("we computed wrongly (art. 167 § 1, 1°)"),
        "AR167-1-2": _("paid without a valid C2 (art. 167 § 1, 2°)"),
        "AR167-1-3": _("a rule was not followed (art. 167 § 1, 3°)"),
        "AR167-1-4": _("our fault alone (art. 167 § 1, 4°)"),
        "AR167-1-5": _("the register was not consulted (art. 167 § 1, 5°)"),
        "client": _("the client's own act (art. 169-170)"),
    }


def groups() -> dict[str, str]:
    """Payment types in words."""
    return {
        "full_unemployment": _("Full unemployment"),
        "temporary_unemployment": _("Temporary unemployment"),
        "voluntary_part_time": _("Voluntary part-time worker"),
        "youth_holiday": _("Youth holidays"),
        "senior_holiday": _("Senior holidays"),
        "income_guarantee": _("Income guarantee allowance"),
    }
