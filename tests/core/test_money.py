"""Money: text to cents and back, the three roundings against Decimal, and each language's way of writing."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.core import money
from capac.core.money import MAX_CENTS, MoneyError

cents = st.integers(1 - MAX_CENTS, MAX_CENTS - 1)
denominators = st.integers(1, 10**6)
ROUNDINGS = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}
names = st.sampled_from(sorted(ROUNDINGS))


@given(cents)
def test_plain_text_and_cents_are_the_same_amount(amount: int) -> None:
    assert money.parse(money.plain(amount)) == amount
    assert Decimal(money.plain(amount)) == Decimal(amount) / 100


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("74.89", 7489),
        ("5", 500),
        ("-0.5", -50),
        ("0", 0),
        ("-0.00", 0),
        ("007.10", 710),
        ("100000000000.00", None),
    ],
)
def test_amounts_as_people_and_files_write_them(text: str, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(MoneyError):
            money.parse(text)
    else:
        assert money.parse(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1,50",
        "1.505",
        "1e3",
        "+1",
        "1.",
        ".5",
        "--1",
        "1 000",
        "€1",
        "NaN",
        "inf",
        "1_0",
        "١٢",
        "1\n",
        "0x1",
    ],
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(MoneyError, match="is not an amount") as caught:
        money.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("value", [None, 5, 5.0, b"5"])
def test_only_text_is_parsed(value: object) -> None:
    with pytest.raises(MoneyError):
        money.parse(value)  # type: ignore[arg-type]


@given(names, st.integers(-(10**15), 10**15), denominators)
def test_the_roundings_are_those_of_decimal(name: str, numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    expected = _exactly(numerator, denominator, ROUNDINGS[name])
    assert getattr(money, name)(numerator, denominator) == expected
    assert abs(expected - exact) <= 1


@given(names, st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20), denominators)
def test_an_array_rounds_as_its_elements_do(name: str, numerators: list[int], denominator: int) -> None:
    rounded = getattr(money, name)(np.array(numerators, dtype=np.int64), denominator)
    assert rounded.dtype == np.int64
    assert rounded.tolist() == [_exactly(n, denominator, ROUNDINGS[name]) for n in numerators]


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "expected"),
    [
        ("half_up", 5, 10, 1), ("half_up", -5, 10, -1), ("half_up", 4, 10, 0), ("half_up", 15, 10, 2),
        ("down", 19, 10, 1), ("down", -19, 10, -1), ("up", 11, 10, 2), ("up", -11, 10, -2), ("up", 10, 10, 1),
        ("up", 0, 7, 0), ("down", 0, 7, 0), ("half_up", 0, 7, 0),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero(name: str, numerator: int, denominator: int, expected: int) -> None:
    assert getattr(money, name)(numerator, denominator) == expected


def _exactly(numerator: int, denominator: int, rounding: str) -> int:
    """Decimal with enough digits that its own division is exact enough to round from."""
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 60
        return int((Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), rounding=rounding))


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (181801, ("1\u202f818,01\u00a0€", "€\u00a01.818,01", "1.818,01\u00a0€", "€1,818.01")),
        (-7489, ("-74,89\u00a0€", "€\u00a0-74,89", "-74,89\u00a0€", "-€74.89")),
        (5, ("0,05\u00a0€", "€\u00a00,05", "0,05\u00a0€", "€0.05")),
        (-5, ("-0,05\u00a0€", "€\u00a0-0,05", "-0,05\u00a0€", "-€0.05")),
        (0, ("0,00\u00a0€", "€\u00a00,00", "0,00\u00a0€", "€0.00")),
        (123456789012, ("1\u202f234\u202f567\u202f890,12\u00a0€", "€\u00a01.234.567.890,12", "1.234.567.890,12\u00a0€", "€1,234,567,890.12")),
    ],
)  # fmt: skip
def test_each_language_writes_amounts_its_way(amount: int, written: tuple[str, ...]) -> None:
    assert tuple(money.display(amount, lang) for lang in ("fr", "nl", "de", "en")) == written
    assert money.display(np.int64(amount), "fr") == written[0]  # type: ignore[arg-type]


def test_bounds_are_checked_before_arithmetic() -> None:
    assert money.within_bounds(MAX_CENTS - 1) == MAX_CENTS - 1
    for amount in (MAX_CENTS, -MAX_CENTS):
        with pytest.raises(MoneyError, match="out of bounds"):
            money.within_bounds(amount)
