"""Approved rows of the barème in a preparation of payments and in a rehearsal: the law of their days, from their approval on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.flows import rehearsal_sums, rehearsed
from capac.flows.rehearse import rehearse
from capac.payment import api as payment
from capac.rules import api as rules
from tests import world
from tests.flows import paying
from tests.flows.paying import JULY, Calendar
from tests.rules.bareme_tables import csv, line

DRAFT = b"""title: Another limit in the second phase
lang: en
drafted_by: a cabinet
parameters:
  limit_a2:
    unit: euro a day before the multiplier
    source: draft decree, art. 2
    values:
      2026-07-01: {value: "80.0000", status: uncertain}
"""


@pytest.fixture(autouse=True)
def _aside(settings: Any, tmp_path: Path) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"


def approve(*lines: str) -> None:
    """Rows, proposed by Pol and approved by Rita."""
    file_id, faults = exchange.receive_bareme(csv(*lines), name="rows.csv", who="test")
    assert file_id is not None, faults
    exchange.propose_bareme(file_id, staff=world.staff("pol"), because=world.because("pol", ""))
    exchange.approve_bareme(
        file_id, staff=world.staff("rita"), because=world.because("rita", "as ONEM wrote")
    )


@pytest.fixture
def amina(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """Paid for July by the formula: wage code 64, first phase, no amount on the C2."""
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    client = paying.authorise("amina", world.body("2026-07-01", code="01/64NA1", dailyAmount=""))
    acts.at("2026-08-03")
    paying.hand_in(client, JULY)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    acts.at("2026-08-10")
    return client.pk


def gross(client: int) -> int:
    return payment.months_of(client)[0].gross_cents


def test_rows_that_change_a_paid_month_pay_the_difference_once(amina: int) -> None:
    assert gross(amina) == 27 * 74_89
    approve(line(64, "N", "A1", "75.00"), line(64, "N", "A2", "69.13"))
    assert flows.prepare_payments(who="test")["payments"] == 1
    assert gross(amina) == 27 * 75_00
    assert payment.runs(1)[0].audit["gross_cents"] == 27 * 11
    assert flows.prepare_payments(who="test")["payments"] == 0
    told = payment.vector_of(payment.months_of(amina)[0].calculation_id or 0)
    shown = [(one.name, one.since) for one in rules.render(told, "fr").parameters]
    assert ("bareme_rows", date(2026, 3, 1)) in shown


def test_rows_of_another_phase_change_nothing(amina: int) -> None:
    approve(line(64, "N", "A2", "69.13"))
    counters = flows.prepare_payments(who="test")
    assert (counters["payments"], counters["claims"], gross(amina)) == (0, 0, 27 * 74_89)


def test_a_rehearsal_starts_from_the_rows_in_force(amina: int) -> None:
    """A draft that touches another phase ends no row of the first."""
    approve(line(64, "N", "A1", "75.00"))
    run_id = rehearse(DRAFT, who="sam")
    rows = rehearsal_sums.listed(
        rehearsed.cases_of(run_id), outcome="same", chosen={}, after=(0, date.min), limit=50
    )
    assert [(row["client_id"], row["before_cents"], row["after_cents"]) for row in rows] == [
        (amina, 27 * 75_00, 27 * 75_00)
    ]
