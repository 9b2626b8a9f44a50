"""The modules of a C2 in sentences: retentions, sanctions, days outside unemployment, other accounts, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core import iban
from capac.core.money import display
from capac.core.period import in_full


def days(row: Mapping[str, Any]) -> str:
    """The days of a module: from … to …, or from … without an end."""
    first = in_full(date.fromisoformat(row["first"]), _lang())
    if not row["last"]:
        return _("from %(first)s") % {"first": first}
    last = in_full(date.fromisoformat(row["last"]), _lang())
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def module_lines(modules: Mapping[str, Any]) -> list[str]:
    """One sentence for each thing that the modules say, in the order of their numbers."""
    return [
        line
        for lines in (
            _retained(modules),
            _not_paid(modules),
            _activations(modules),
            _other_accounts(modules),
            _said(modules),
        )
        for line in lines
    ]


def _retained(modules: Mapping[str, Any]) -> Iterator[str]:
    names = {"seizure": _("Seizure"), "assignment": _("Assignment of pay"), "maintenance": _("Maintenance")}
    for row in modules.get("S05", []):
        claim = f" ({display(row['amount_cents'], _lang())})" if row["amount_cents"] is not None else ""
        yield _(
            "%(kind)s for creditor %(creditor)s%(claim)s, %(days)s, dependent children: %(children)s."
        ) % {
            "kind": names.get(row["kind"], row["kind"]),
            "creditor": row["creditor"],
            "claim": claim,
            "days": days(row),
            "children": row["children"],
        }
    if recovery := modules.get("S06", {}).get("recovery"):
        yield _("Recovery ex officio of %(percent)s %%, %(days)s.") % {
            "percent": recovery["percent"],
            "days": days(recovery),
        }


def _not_paid(modules: Mapping[str, Any]) -> Iterator[str]:
    for row in modules.get("S10", []):
        yield _("Sanction %(days)s: these days are not paid.") % {"days": days(row)}
    for row in modules.get("S11", []):
        yield _("Outside unemployment %(days)s (ONEM's word: %(reason)s): these days are not paid.") % {
            "days": days(row),
            "reason": row["reason"],
        }


def _activations(modules: Mapping[str, Any]) -> Iterator[str]:
    for row in modules.get("S29", []):
        yield _("Right to an activation allowance for work declared under risk %(risk)s, %(days)s.") % {
            "risk": row["risk"], "days": days(row)
        }  # fmt: skip


def _other_accounts(modules: Mapping[str, Any]) -> Iterator[str]:
    if guardian := modules.get("S35"):
        yield _("Guardian %(holder)s: pay on account %(account)s, %(days)s.") % _account(guardian)
    if mediator := modules.get("S06", {}).get("debt_settlement"):
        yield _("Debt mediator %(holder)s: pay on account %(account)s, %(days)s.") % _account(mediator)


def _account(row: Mapping[str, Any]) -> dict[str, str]:
    return {"holder": row["holder"], "account": iban.display(row["account"]), "days": days(row)}


def _said(modules: Mapping[str, Any]) -> Iterator[str]:
    if text := modules.get("S37"):
        yield _("ONEM writes: %(text)s") % {"text": text}
    if card := modules.get("S48"):
        day = in_full(date.fromisoformat(card["from"]), _lang())
        if card["electronic"]:
            yield _("The client fills in the electronic card from %(day)s.") % {"day": day}
        else:
            yield _("The client fills in a paper card from %(day)s.") % {"day": day}
    if text := modules.get("S52", {}).get("text"):
        yield _("ONEM explains its refusal: %(text)s") % {"text": text}


def _lang() -> str:
    return (get_language() or "fr")[:2]
