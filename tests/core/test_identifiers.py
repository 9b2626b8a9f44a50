"""Identifiers against python-stdnum, which knows them independently."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.be import bis as stdnum_bis
from stdnum.be import nn as stdnum_nn
from stdnum.be import ogm_vcs as stdnum_ogm
from stdnum.be.iban import _calc_check_digits
from stdnum.exceptions import ValidationError
from stdnum.iban import is_valid

from capac.core import iban, niss, ogm
from capac.core.niss import IdentifierError

births = st.dates(date(1900, 1, 1), date(2026, 1, 1))
serials = st.integers(1, 998)
eleven = st.text("0123456789", min_size=11, max_size=11)


@st.composite
def likely(draw: st.DrawFn) -> str:
    """Digits that pass the check, so that the dates behind them are looked at."""
    first = f"{draw(st.integers(0, 99)):02d}{draw(st.integers(0, 55)):02d}{draw(st.integers(0, 33)):02d}"
    first += f"{draw(st.integers(0, 999)):03d}"
    return first + f"{97 - int(draw(st.sampled_from(['', '2'])) + first) % 97:02d}"


def iban_is_valid(number: str) -> bool:
    """Stdnum's two checks of an account; its list of existing banks is left out."""
    fits = is_valid(number, check_country=False)
    return fits and (not number.startswith("BE") or _calc_check_digits(number[4:-2]) == number[-2:])


def agrees(number: str) -> bool:
    """What stdnum says of a number. It takes 30 February as an unknown day; the product refuses it."""
    try:
        (stdnum_bis if int(number[2:4]) >= 20 else stdnum_nn).validate(number)
    except ValidationError:
        return False
    unknown = int(number[2:4]) % 20 == 0 or number[4:6] == "00"
    return int(number[4:6]) <= 31 if unknown else stdnum_nn.get_birth_date(number) is not None


@given(births, serials)
def test_a_made_number_is_a_national_number_with_its_date(born: date, serial: int) -> None:
    number = niss.make(born, serial)
    assert niss.check(number) == number == niss.check(niss.display(number))
    assert stdnum_nn.is_valid(number)
    assert niss.kind(number) == "national"
    assume(born > date(1926, 1, 1))
    assert niss.birth_date(number) == stdnum_nn.get_birth_date(number) == born


@given(births, serials, st.sampled_from([20, 40]))
def test_a_bis_number_adds_twenty_or_forty_to_the_month(born: date, serial: int, offset: int) -> None:
    first = f"{born.year % 100:02d}{born.month + offset:02d}{born.day:02d}{serial:03d}"
    number = first + f"{97 - int(('2' if born.year >= 2000 else '') + first) % 97:02d}"
    assert niss.check(number) == number
    assert niss.kind(number) == "bis"
    assert stdnum_bis.is_valid(number)


@given(st.one_of(eleven, likely()))
def test_eleven_digits_are_judged_as_stdnum_does(digits: str) -> None:
    assume(digits[:6] != "000000")
    try:
        accepted = bool(niss.check(digits))
    except IdentifierError:
        accepted = False
    assert accepted is agrees(digits)


@given(births, serials, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born: date, serial: int, place: int, by: int) -> None:
    number = niss.make(born, serial)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    centuries = [c for c in ("", "2") if 97 - int(c + wrong[:9]) % 97 == int(wrong[9:])]
    assume(not centuries)  # the same digits may be right in the other century
    with pytest.raises(IdentifierError, match="check digits") as caught:
        niss.check(wrong)
    assert wrong not in str(caught.value)


@pytest.mark.parametrize("first", ["800000001", "805200001", "800517000", "990000123"])
def test_an_unknown_day_or_month_is_allowed(first: str) -> None:
    number = first + f"{97 - int(first) % 97:02d}"
    if first[4:6] == "00":
        assert niss.check(number) == number
        assert niss.birth_date(number) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "eleven digits"),
        ("8005171112", "eleven digits"),
        ("8005171112a", "eleven digits"),
        ("٨٠٠٥١٧٠١١٠٠", "eleven digits"),
        ("80051701100", "check digits"),
    ],
)
def test_a_number_that_cannot_exist_says_why_and_not_which(text: str, message: str) -> None:
    with pytest.raises(IdentifierError, match=message) as caught:
        niss.check(text)
    assert not text or text not in str(caught.value)


def test_a_date_that_does_not_exist_is_found_behind_right_check_digits() -> None:
    for first in ("800231001", "801331001", "800532001"):
        number = first + f"{97 - int(first) % 97:02d}"
        with pytest.raises(IdentifierError, match="date that does not exist"):
            niss.check(number)


def test_a_screen_shows_the_last_digits_only() -> None:
    number = niss.make(date(1980, 5, 17), 11)
    assert niss.masked(number) == f"**.**.**-***.{number[9:]}"
    assert niss.display(number) == f"80.05.17-011.{number[9:]}"


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_made_belgian_account_is_one(stem: str) -> None:
    number = iban.make("BE", stem)
    assert iban.check(number) == number == iban.check(iban.display(number).lower())
    assert iban_is_valid(number)
    assert iban.display(number) == " ".join(number[n : n + 4] for n in range(0, 16, 4))


@given(st.text("0123456789", min_size=14, max_size=14))
def test_sixteen_characters_are_judged_as_stdnum_does(digits: str) -> None:
    number = f"BE{digits}"
    try:
        accepted = bool(iban.check(number))
    except IdentifierError:
        accepted = False
    assert accepted is iban_is_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "BE68539007547034",
        "NL91ABNA0417164300",
        "FR1420041010050500013M02606",
        "DE89370400440532013000",
        "LU280019400644750000",
    ],
)
def test_accounts_of_the_neighbours(number: str) -> None:
    assert iban.check(number) == number
    swapped = number[:-2] + number[-1] + number[-2]
    assert swapped == number or not iban_is_valid(swapped)
    if swapped != number:
        with pytest.raises(IdentifierError, match="check digits"):
            iban.check(swapped)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "two letters"),
        ("6853 9007 5470 34", "two letters"),
        ("BE685390075470", "length of its country"),
        ("US68539007547034", "outside SEPA"),
        ("BE68539007547035", "check digits"),
        ("BE٦٨539007547034", "two letters"),
    ],
)
def test_an_account_that_cannot_exist_says_why(text: str, message: str) -> None:
    with pytest.raises(IdentifierError, match=message):
        iban.check(text)


@given(st.integers(0, 10**10 - 1))
def test_a_structured_communication_is_one_for_stdnum_too(number: int) -> None:
    text = ogm.make(number)
    digits = ogm.check(text)
    assert digits[:10] == f"{number:010d}"
    assert stdnum_ogm.is_valid(text)
    assert text == f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


@given(st.text("0123456789", min_size=12, max_size=12))
def test_twelve_digits_are_judged_as_stdnum_does(digits: str) -> None:
    try:
        accepted = bool(ogm.check(digits))
    except IdentifierError:
        accepted = False
    assert accepted is stdnum_ogm.is_valid(digits)


@pytest.mark.parametrize("text", ["", "123", "+++123/4567/8900a+++", "١٢٣٤٥٦٧٨٩٠٠٢"])
def test_a_communication_that_cannot_exist(text: str) -> None:
    with pytest.raises(IdentifierError):
        ogm.check(text)


@pytest.mark.parametrize("number", [-1, 10**10])
def test_a_number_too_long_for_a_communication(number: int) -> None:
    with pytest.raises(IdentifierError, match="ten digits"):
        ogm.make(number)
