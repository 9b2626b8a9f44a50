"""No case breaks the law: whatever is written in any place of it, the answer is a month or a named error."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from capac.rules.api import explain
from tests.rules.compare import DRAWS, drawn

STRANGE: list[Any] = [
    None, True, 0, -1, 3.5, 10**30, float("inf"), "", " ", "0", "-0", "00.00", "1e9", "９", "NaN", "0.001", "99999999999", "-5.00", "744",
    "2026-02-30", "2026-13", "9999-12-31", "0001-01-01", "A", "worked", [], [None], [[]], {}, {"x": None}, {"2026-07-01": None},
]  # fmt: skip
ROUNDS = 400


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a case."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


def spoilt(case: dict[str, Any], pick: random.Random) -> Any:
    """The case with something strange in one or two places, or a field more or less."""
    found: Any = copy.deepcopy(case)
    for _ in range(pick.choice([1, 1, 2])):
        path = pick.choice(places(found)[1:] or [()])
        if not path:
            return pick.choice(STRANGE)
        holder = found
        for key in path[:-1]:
            holder = holder[key]
        if pick.random() < 0.2 and isinstance(holder, dict):
            del holder[path[-1]]
        else:
            holder[path[-1]] = pick.choice(STRANGE)
        if pick.random() < 0.1 and isinstance(found, dict):
            found[pick.choice(["secondary_income_daily", "temporary", "scheme", "colour"])] = pick.choice(
                STRANGE
            )
    return found


@pytest.mark.parametrize("scheme", DRAWS)
def test_a_spoilt_case_is_answered_or_refused_with_its_field(scheme: str) -> None:
    pick = random.Random(scheme)
    refused = 0
    for _ in range(ROUNDS):
        case = spoilt(drawn(scheme, pick), pick)
        answer = explain(case, pick.choice(["fr", "nl", "de", "en"]))
        if "error" in answer:
            refused += 1
            assert answer["error"]["fact"] and answer["error"]["message"], case
        else:
            assert answer["payable"].count(".") == 1, case
    assert ROUNDS // 4 < refused < ROUNDS
