"""Why a month is not paid, in words for who works here. Each reason is a code of payment or of flows/month_facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core import money
from capac.core.period import in_full
from capac.rules import api as rules
from capac.web.desk.words_of_money import bank_reasons
from capac.web.words import withheld_names

AMOUNTS = ("owed", "carried")


def hold_reasons() -> dict[str, str]:
    """By code: what stops the payment."""
    return {
        "card_missing": _("The control card is missing."),
        "card_too_early": _("A paper card was handed in before the end of the month. A new one is needed."),
        "being_recomputed": _("Something changed since it was paid. The next run computes it again."),
        "not_authorised": _("A card is there and no authorisation (C2)."),
        "refused": _("ONEM refuses the right for this month."),
        "scheme_not_computed": _("ONEM authorises something that no scheme of ours computes."),
        "declaration_missing": _("The employer's declaration is missing."),
        "declared_not_authorised": _(
            "An employer declared for this month and nothing is authorised for it (C2)."
        ),
        "paid_holidays_unknown": _("How many paid holidays are left is not known."),
        "weekly_hours_missing": _("The weekly hours are missing."),
        "weekly_hours_differ": _("The weekly hours of the C2 and of the employer's declaration differ."),
        "several_jobs": _("Several jobs are declared, and the law computes one."),
        "day_codes_unclear": _(
            "The declaration has hours of which it is not settled what they do to the guarantee."
        ),
        "programme_unknown": _("The amount of the activation programme is not known."),
        "withheld_from_two": _("Part of the month is withheld, and it has two schemes."),
        "account_missing": _("No account is known."),
        "account_doubtful": _("The bank sent money back from this account."),
        "deceased": _("The client has died."),
        "recalled": _("We asked this payment back, or stopped it."),
        "payee_unmatched": _("The bank says that the account does not bear this name."),
        "fact_missing": _("A fact is missing or cannot be right."),
        "parameter_missing": _("A figure of the law is not known for this month."),
        "tax_differs": _("The tax differs from what was kept, and the gross amount does not."),
        "withholding_differs": _("A withholding differs from what was kept, and the gross amount does not."),
    }


def month_states() -> dict[str, str]:
    """How a month of a client stands (flows/month_status)."""
    return {
        "not_authorised": _("nothing authorised"),
        "refused": _("refused by ONEM"),
        "not_over": _("month not over"),
        "card_missing": _("card missing"),
        "card_too_early": _("card handed in too early"),
        "being_computed": _("to be computed"),
        "held": _("held"),
        "prepared": _("prepared"),
        "at_bank": _("at the bank"),
        "paid": _("paid"),
        "returned": _("came back"),
        "nothing_owed": _("nothing owed"),
    }


def expectations() -> dict[str, str]:
    """Where an expected day comes from."""
    return {
        "paid": _("paid by the bank on"),
        "order": _("asked of the bank for"),
        "usual": _("usual if all comes today:"),
        "law": _("last day by law:"),
    }


def hold_remedies() -> dict[str, str]:
    """By code: what to do about it at the desk; a reason that others must mend has none."""
    return {
        "scheme_not_computed": _(
            "Ask ONEM whether the code is right. If it is, the month is computed by hand outside this system."
        ),
        "weekly_hours_differ": _(
            "Ask the employer and ONEM which weekly hours are right and who corrects them."
        ),
        "several_jobs": _("Compute the month outside this system, each job apart, and ask ONEM."),
        "day_codes_unclear": _(
            "Ask ONEM what these hours do to the guarantee. The month is computed when they are settled."
        ),
        "programme_unknown": _(
            "Compare what the employer reckoned with the programme, and have the declaration corrected where it is wrong."
        ),
        "withheld_from_two": _("Compute what is withheld from both amounts together, outside this system."),
        "account_doubtful": _("Settle the returned payment: give a new account, or confirm this one."),
        "deceased": _(
            "Nothing more is paid onto the account. Heirs may claim what was due before the death."
        ),
        "recalled": _("Settle the returned payment: confirm the account when the month may be paid again."),
        "payee_unmatched": _("Give a new account, or let two people consent to pay all the same."),
        "fact_missing": _("Find the fact in the C2 or on the card and have it corrected by who sent it."),
        "parameter_missing": _(
            "Tell the people who keep the figures of the law. The month is computed when the figure is there."
        ),
        "tax_differs": _(
            "Compare the family category and the first twelve months on the C2 with the month as it was paid."
        ),
        "withholding_differs": _(
            "Compare the seizures and retentions on the C2 with the month as it was paid."
        ),
    }


def hold_facts(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a reason carries, each with its name in words."""
    lang = (get_language() or "fr")[:2]
    if told.get("message"):
        return [(_("What is missing"), rules.message(told["message"], lang, dict(told)))]
    names = {
        "owed": _("Owed now"),
        "carried": _("Kept so far"),
        "kind": _("Withholding"),
        "code": _("Code"),
        "on": _("On"),
        "field": _("Field"),
        "fact": _("Fact"),
        "payment": _("Payment"),
        "form": _("Form"),
        "document": _("Declaration"),
    }
    return [(names.get(name, name), _value(name, str(value), lang)) for name, value in sorted(told.items())]


def _value(name: str, value: str, lang: str) -> str:
    if name == "code" and value in bank_reasons():
        return f"{value}: {bank_reasons()[value]}"
    if name == "kind":
        return withheld_names().get(value, value)
    try:
        if name in AMOUNTS:
            return money.display(int(value), lang)
        return in_full(date.fromisoformat(value), lang) if name == "on" else value
    except ValueError:
        return value
