"""The reader of C2 files is killed, or loses its database, at lines spread over its work: nothing is lost or done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from capac.exchange.models import Authorisation, AuthorisedPeriod, C2Message
from capac.records.models import Reject
from capac.work.models import Item
from tests import world

SHARES = (
    ("kill", 5),
    ("kill", 20),
    ("backend", 35),
    ("kill", 45),
    ("backend", 55),
    ("kill", 70),
    ("kill", 85),
    ("kill", 5),
)
"""Where to die, in hundredths of the lines of an undisturbed round. What is committed shortens the later rounds."""


def run(way: str, at: int) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "tests.flows.dying",
        way,
        str(at),
        connection.settings_dict["NAME"],
        "exchange_day",
    ]
    environment = {**os.environ, "CAPAC_NOW": "2026-07-01T12:00"}
    for name in ("CAPAC_ONEM_URL", "CAPAC_BANK_URL"):
        environment.pop(name, None)
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def waiting_batch(sequence: int) -> None:
    broken = world.c2("dieter", bodies=[world.body("2026-02-30")], message_id=f"broken-{sequence}")
    messages = [world.c2(name, sequence=sequence) for name in ("amina", "bram", "chloe", "dieter")]
    world.incoming(world.c2_batch(*messages, broken))
    world.incoming(world.c2_batch(*messages)[:-20])


def outcome() -> tuple[int, ...]:
    return (
        C2Message.objects.filter(state="applied").count(),
        C2Message.objects.filter(state="by_hand").count(),
        Authorisation.objects.count(),
        AuthorisedPeriod.objects.count(),
        Reject.objects.count(),
        Item.objects.filter(state="open").count(),
    )


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_reads_each_file_once() -> None:
    for name in ("amina", "bram", "chloe"):
        world.client(name)
    waiting_batch(1)
    undisturbed = run("count", 0)
    assert undisturbed.returncode == 0, undisturbed.stderr[-2000:]
    lines = max(json.loads(undisturbed.stdout.splitlines()[-1]).values())
    once = outcome()
    assert once == (3, 1, 3, 3, 2, 3)
    waiting_batch(2)
    deaths = []
    for way, share in SHARES:
        attempt = run(way, lines * share // 100)
        deaths += [line for line in attempt.stderr.splitlines() if line.startswith("dying at")]
        assert (attempt.returncode != 0) == ("dying at" in attempt.stderr), attempt.stderr[-2000:]
    assert len(set(deaths)) >= 5, deaths
    finished = run("count", 0)
    assert finished.returncode == 0, finished.stderr[-2000:]
    assert outcome() == tuple(2 * number for number in once)
