"""The questions that anybody may ask from a command line, as whole processes, and the rules for many people.

Beside each stands something plain measured in the same run: a Python that starts and ends, and the second
opinion of the tests, which computes one month after the other in decimals.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Figure, median, process_ms, seconds

CAPAC = Path(sys.executable).with_name("capac")
CASE = {
    "month": "2026-07",
    "scheme": "full_unemployment",
    "authorisation": [{"from": "2026-07-01", "daily_amount": "74.89", "family": "B", "first_year": True}],
    "withholdings": {"seizure": {"children": 1}},
}
QUESTION = {"rule": "ar-161", "from": {"decision_communicated": "2026-03-04", "conditions_met": "2026-03-31"}}
PEOPLE, PLAIN = 100_000, 2_000
SEED = 2026


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure, as they are measured."""
    yield "python_ms", process_ms([sys.executable, "-c", "pass"])
    yield "explain_ms", process_ms([CAPAC, "explain", "-"], given=json.dumps(CASE).encode())
    yield "deadline_ms", process_ms([CAPAC, "deadline", "-"], given=json.dumps(QUESTION).encode())
    yield "commitments_ms", process_ms([CAPAC, "commitments", "--json"])
    yield from _rules()


def _rules() -> Iterator[tuple[str, Figure]]:
    """100 000 months at once; as many thousand months a second; how many times the plain way."""
    from capac.rules.api import calculate
    from capac.rules.reading import facts_of
    from tests.rules.second_opinion import plain

    cases = _cases()
    people = [facts_of(case) for case in cases] * (PEOPLE // PLAIN)
    month = people[0].month
    whole = seconds(lambda: calculate(month, people))
    yield "rules_100000_months_s", whole
    by_hand = seconds(lambda: [plain.month(case) for case in cases])
    yield "rules_against_plain_ratio", median([by_hand.value * PEOPLE / PLAIN / whole.value], "times")


def _cases() -> list[dict[str, Any]]:
    pick = random.Random(SEED)
    codes = ["worked", "sick", "holiday", "absent"]
    return [
        {
            **CASE,
            "withholdings": {},
            "days": {
                f"2026-07-{pick.randrange(1, 32):02d}": pick.choice(codes) for _ in range(pick.randrange(6))
            },
        }
        for _ in range(PLAIN)
    ]
