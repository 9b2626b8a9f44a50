"""Two preparations at the same moment: one waits for the other, and everybody is paid once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from capac.flows import balances, pay_month
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment, PaymentRun
from tests.flows import paying
from tests.flows.paying import Calendar


@pytest.mark.django_db(transaction=True)
def test_two_at_once_pay_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = Calendar(monkeypatch)
    calendar.at("2026-07-30")
    clients = [paying.authorise(name) for name in ("amina", "bram", "chloe", "dieter")]
    for client in clients[:-1]:
        paying.hand_in(client)
    calendar.at("2026-08-01")
    monkeypatch.setattr(pay_month, "BATCH", 1)
    together = Barrier(4)

    def job(number: int) -> int:
        try:
            together.wait()
            return prepare_payments(who=f"job {number}")["payments"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counted = list(pool.map(job, range(4)))
    assert sum(counted) == 3
    assert (Payment.objects.count(), Calculation.objects.count(), Hold.objects.count()) == (3, 3, 1)
    assert not PaymentRun.objects.filter(state="preparing").exists()
    assert payment.check() == balances.check() == []
