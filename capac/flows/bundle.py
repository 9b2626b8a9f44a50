"""A proof of one payment that needs nobody's database: the facts as known, the steps, the bank's line and its answer.

Holds personal data, so it is written for somebody by name, with a reason, after the access register, for the owner
of the file alone. Its name is the bank's reference and nothing of the person.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc.jwk import OKPKey

from capac.core import bundle, clock
from capac.core.money import plain
from capac.core.period import Month
from capac.debt import api as debt
from capac.flows.month_facts import month_facts
from capac.payment import api as payment
from capac.payment import perms
from capac.people import api as people
from capac.rules import api as rules

ROUTE = "command:bundle"


class ProofError(ValueError):
    """Why no bundle is written: a reason code."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason} {arguments or ''}".strip())
        self.reason, self.arguments = reason, arguments


def write_bundle(reference: str, folder: Path, *, staff: people.Staff, why: str) -> Path:
    """Write the bundle of the payment with this reference of the bank; returns where it lies.

    Raises ProofError: not_allowed, why_missing, payment_unknown, key_not_set, not_computed_from_facts,
    facts_give_other_cents, file_exists.
    """
    if not perms.may_see_runs(staff):
        raise ProofError("not_allowed")
    if not why.strip():
        raise ProofError("why_missing")
    found = payment.payment_of(reference)
    if found is None:
        raise ProofError("payment_unknown", reference=reference)
    key = _key()
    people.write(people.Actor("staff", staff.login), [found[1]], route=ROUTE, action="proof", why=why)
    proof = payment.proof_of(found[0])
    told = {
        "reference": reference,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "made_by": staff.login,
    }
    return _write(folder / f"bundle-{reference}.zip", bundle.seal(_parts(proof), told, key=key))


def _key() -> OKPKey:
    """The key of the environment; in a demonstration the one that everybody has, which the bundle's reader is told."""
    key: OKPKey | None = settings.PROOF_KEY
    if key is None and not settings.DEMO:
        raise ProofError("key_not_set", setting="CAPAC_PROOF_KEY")
    return key or bundle.demonstration_key()


def _write(path: Path, data: bytes) -> Path:
    """For its owner alone from the first byte, and never over another file."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ProofError("file_exists", path=path.name) from error
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return path


def _parts(proof: payment.Proof) -> dict[str, bytes]:
    row = proof.calculation
    facts = _facts(proof)
    language = people.clients([row.client_id])[row.client_id].language
    parts = {
        "facts.json": bundle.canonical(rules.case_of(facts)),
        "steps.json": bundle.canonical(_answer(facts, row.gross_cents, language)),
        "steps.bin": bytes(row.vector),
        "calculation.json": bundle.canonical(_calculation(proof)),
        "payment.json": bundle.canonical(_payment(proof)),
        "bank.json": bundle.canonical(
            [{"kind": one.kind, "message_id": one.message_id} for one in proof.said]
        ),
    }
    if proof.line:
        parts["transfer.xml"] = proof.line
    return parts | {f"bank-{number}.xml": one.element for number, one in enumerate(proof.said, 1)}


def _facts(proof: payment.Proof) -> rules.Facts:
    """The facts as known at the moment of the calculation. Where nothing was owed there are none to show."""
    row = proof.calculation
    whose = row.client_id, row.scheme
    found = month_facts(Month.of(row.month), [row.client_id], known=proof.known_at).get(whose)
    if found is None or found.facts is None:
        raise ProofError("not_computed_from_facts")
    return found.facts


def _answer(facts: rules.Facts, gross_cents: int, language: str) -> Mapping[str, Any]:
    """The steps in the client's language. The facts must give the cents that were stored."""
    told = rules.explain(rules.case_of(facts), language)
    if "error" in told or told["gross"] != plain(gross_cents):
        raise ProofError("facts_give_other_cents")
    return told


def _calculation(proof: payment.Proof) -> dict[str, Any]:
    row = proof.calculation
    return {
        "known_at": row.known_at.isoformat(),
        "parameters_version": row.parameters_version,
        "facts_digest": row.facts_digest,
        "gross_cents": row.gross_cents,
        "tax_cents": row.tax_cents,
        "withheld": row.withheld,
        "payable_cents": row.payable_cents,
        "lowered_cents": row.lowered_cents,
        "lowered": row.lowered,
    }


def _payment(proof: payment.Proof) -> dict[str, Any]:
    row = proof.payment
    return {
        "reference": row.end_to_end_id,
        "scheme": row.scheme,
        "month": f"{row.month:%Y-%m}",
        "gross_cents": row.gross_cents,
        "tax_cents": row.tax_cents,
        "withheld": row.withheld,
        "transfer_cents": row.transfer_cents,
        "iban": row.iban,
        "state": row.state,
        "states": [[at.isoformat(), state] for at, state in proof.states],
        "before": [
            {
                "reference": one.end_to_end_id,
                "gross_cents": one.gross_cents,
                "tax_cents": one.tax_cents,
                "transfer_cents": one.transfer_cents,
            }
            for one in proof.before
        ],
        "claimed_cents": _claimed(proof),
        "file": {
            "message_id": proof.message_id,
            "sha256": proof.file_sha256,
            "execution_date": str(proof.execution_date or ""),
        },
    }


def _claimed(proof: payment.Proof) -> int:
    """What stood claimed of the month once the payment was prepared, in cents."""
    row = proof.payment
    debts = [
        one for one in debt.debts_of(row.client_id) if (one.scheme, one.month) == (row.scheme, row.month)
    ]
    entries = [entry for one in debts for entry in one.entries]
    return sum(
        entry.cents
        for entry in entries
        if entry.at <= proof.prepared_at or (entry.cents < 0 and entry.calculation_id == row.calculation_id)
    )
