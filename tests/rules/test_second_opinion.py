"""The law twice: the product and a plain one written from the reference agree to the cent."""

from __future__ import annotations

import pytest

from tests.rules.compare import DRAWS, differences

SEED = 20261123
PROVED = 200_000


@pytest.mark.parametrize("scheme", DRAWS)
def test_both_agree_on_5000_months(scheme: str) -> None:
    assert next(differences(scheme, 5000, SEED), None) is None


@pytest.mark.prove
@pytest.mark.parametrize("scheme", DRAWS)
def test_both_agree_on_200000_months(scheme: str) -> None:
    assert next(differences(scheme, PROVED, SEED + 1), None) is None
