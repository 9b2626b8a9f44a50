"""The communication of a transfer: what the law asks for, in the client's language, in 140 characters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.payment.communication import WORDS, Told, communication
from capac.payment.sepa_text import clean

JULY = date(2026, 7, 1)
CENTS = st.integers(0, 99_999_999)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "/B/ CHOMAGE 07/2026: 26 J X 74,89 BRUT 1947,14 PRECOMPTE 0,00"),
        ("nl", "/B/ WERKLOOSHEID 07/2026: 26 D X 74,89 BRUTO 1947,14 BEDRIJFSVOORHEFFING 0,00"),
        ("de", "/B/ ARBEITSLOSIGKEIT 07/2026: 26 T X 74,89 BRUTTO 1947,14 STEUERVORABZUG 0,00"),
    ],
)
def test_a_whole_month(lang: str, said: str) -> None:
    assert communication(Told(JULY, [(52, 7489)], 194_714, True, 0, 0), lang) == said


def test_half_days_two_amounts_tax_and_what_is_kept() -> None:
    told = Told(JULY, [(25, 7489), (27, 7100)], 189_462, True, 19_100, 12_345)
    assert communication(told, "fr") == (
        "/B/ CHOMAGE 07/2026: 12,5 J X 74,89 + 13,5 J X 71,00 BRUT 1894,62 PRECOMPTE 191,00 RETENUES 123,45"
    )


def test_a_difference_says_that_it_is_one() -> None:
    told = Told(JULY, [(52, 7489)], 14_978, False, 1_512, 0)
    assert communication(told, "nl") == (
        "/B/ WERKLOOSHEID 07/2026: 26 D X 74,89 BIJPASSING BRUTO 149,78 BEDRIJFSVOORHEFFING 15,12"
    )


def test_too_many_amounts_become_the_days_together_and_the_last_amount() -> None:
    told = Told(JULY, [(10, 7489), (10, 7100), (10, 6900), (21, 6500)], 189_462, False, 19_100, 12_345)
    assert communication(told, "de").startswith(
        "/B/ ARBEITSLOSIGKEIT 07/2026: 25,5 T X 65,00 NACHZAHLUNG BRUTTO"
    )


@given(
    st.lists(st.tuples(st.integers(0, 62), CENTS), min_size=1, max_size=6),
    CENTS,
    CENTS,
    CENTS,
    st.sampled_from(list(WORDS)),
)
def test_it_always_fits_and_is_written_as_it_is(
    allowances: list[tuple[int, int]], gross: int, tax: int, kept: int, lang: str
) -> None:
    said = communication(Told(JULY, allowances, gross, False, tax, kept), lang)
    assert len(said) <= 140
    assert said.startswith("/B/ ")
    assert clean(said, 140) == said
