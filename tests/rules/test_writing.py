"""Facts written as a case read back to the same facts, in every scheme."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.rules.api import explain
from capac.rules.reading import facts_of
from capac.rules.writing import case_of
from tests.rules.compare import DRAWS, drawn
from tests.rules.test_cases import MONTHS

SEED = 20261124


@pytest.mark.parametrize("scheme", DRAWS)
@given(seed=st.integers(0, 2**32))
def test_any_facts_come_back(scheme: str, seed: int) -> None:
    facts = facts_of(drawn(scheme, random.Random(seed)))
    assert facts_of(json.loads(json.dumps(case_of(facts)))) == facts


@pytest.mark.parametrize("row", MONTHS)
def test_worked_examples_come_back_with_the_same_answer(row: dict[str, object]) -> None:
    facts = facts_of(row["case"])
    assert facts_of(case_of(facts)) == facts
    assert explain(case_of(facts)) == explain(row["case"])
