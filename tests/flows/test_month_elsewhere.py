"""The month on Spark: who is selected and what they are owed has the same hash as here, and as what is stored."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from capac.core.clock import now
from capac.core.period import Month
from capac.flows import month_elsewhere
from capac.payment.models import Calculation
from tests import world
from tests.flows import paying
from tests.flows.paying import JULY, Calendar

pytestmark = pytest.mark.django_db


def test_the_month_on_spark_has_the_hash_of_what_is_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    amina, bram = paying.authorise("amina"), paying.authorise("bram", modules=paying.retention("seizure"))
    chloe = paying.authorise("chloe", world.body("2026-07-01", code="03/43AA1", Q="19", S="38"))
    dieter = paying.authorise("dieter")
    for client in (amina, bram, chloe):
        paying.hand_in(client, JULY, {"2026-07-06": "sick", "2026-07-07": "worked"})
    acts.at("2026-08-01")
    clients = np.array(sorted(client.pk for client in (amina, bram, chloe, dieter)), np.int64)
    monkeypatch.setattr(month_elsewhere, "PART", 2)
    assert month_elsewhere.write_parts(Month(2026, 7), clients, tmp_path, known=now()) == 2
    here = month_elsewhere.answers_here(tmp_path)
    assert here[0] == 3
    assert month_elsewhere.answers_on_spark(tmp_path) == here
    paying.prepared(calculations=3, payments=3, holds_opened=1, prepared=1)
    parts = [_stored(clients[begin : begin + 2].tolist()) for begin in (0, 2)]
    assert hashlib.sha256("\n".join(parts).encode()).hexdigest() == here[1]


def _stored(clients: list[int]) -> str:
    """The hash of what was kept of these clients."""
    named = hashlib.sha256()
    for row in Calculation.objects.filter(client_id__in=clients).order_by("client_id"):
        named.update(
            month_elsewhere.line_of(row.client_id, row.scheme, row.facts_digest, vector=bytes(row.vector))
        )
    return named.hexdigest()
