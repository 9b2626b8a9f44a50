"""What the bank's answers on names keep back, read by whoever weighs or files payments. The rule is data/payee.yaml."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from capac.core import clock, workdays
from capac.payment.calculations import Stop
from capac.payment.models import PayeeCheck
from capac.payment.payee_messages import NOT_POSSIBLE
from capac.records import api as records

UNMATCHED = "payee_unmatched"
Account = tuple[int, str, str]
"""Client, account and the name under which it would be paid."""
_RULES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "data" / "payee.yaml").read_bytes(), Loader=yaml.CSafeLoader
)


def rule(on: date) -> dict[str, Any]:
    """What may be done with each answer on a day; before the law as on its first day."""
    return [row for row in _RULES if row["from"] <= on or row is _RULES[0]][-1]


def doubted(clients: Collection[int]) -> dict[Account, Stop]:
    """Accounts with a name onto which nothing leaves because of what the bank answered. One query."""
    told = rule(clock.today())
    stopped = [code for code, row in told.items() if isinstance(row, dict) and not row["pays"]]
    rows = PayeeCheck.objects.filter(records.among("client_id", clients), result__in=stopped)
    return {
        (row.client_id, row.iban, row.holder): Stop(
            UNMATCHED, "us", {"code": row.result, "payee": str(row.pk)}
        )
        for row in rows.exclude(state="consented")
    }


def waited_for(clients: Collection[int]) -> set[Account]:
    """Accounts of which the bank was asked and has not answered, for so long as that keeps money back. One query."""
    told = rule(clock.today())
    rows = PayeeCheck.objects.filter(records.among("client_id", clients), state="asked")
    if told[NOT_POSSIBLE]["pays"]:
        patience = workdays.bank().add(clock.today(), -int(told["unanswered_bank_days"]))
        rows = rows.filter(asked_at__date__gt=patience)
    return set(rows.values_list("client_id", "iban", "holder"))
