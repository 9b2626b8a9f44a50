"""Where letters go: versions as known on a day, and what no letter can reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from capac.core import clock
from capac.people import api as people
from tests import world

pytestmark = pytest.mark.django_db
RUE = people.PostalAddress("Rue des Exemples", "12", "3", "4000", "Liège")
TODAY = date(2026, 7, 10)


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-10T12:00")


def test_the_version_known_last_is_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    amina, bram = world.client("amina"), world.client("bram")
    people.change_address(amina.pk, RUE, since=date(2026, 1, 1), source="test")
    before = clock.now()
    monkeypatch.setenv("CAPAC_NOW", "2026-07-12T12:00")
    moved = replace(RUE, street="Rue Neuve", number="7", box="")
    people.change_address(amina.pk, moved, since=date(2026, 7, 1), source="test")
    both = [amina.pk, bram.pk]
    assert people.addresses_on(both, on=TODAY, known=clock.now()) == {amina.pk: moved}
    assert people.addresses_on(both, on=TODAY, known=before) == {amina.pk: RUE}
    assert people.addresses_on(both, on=date(2025, 12, 31), known=clock.now()) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [("street", " "), ("town", ""), ("country", "België"), ("postcode", "0400"), ("postcode", "B-4000")],
)
def test_an_address_that_no_letter_reaches_is_refused(field: str, value: str) -> None:
    amina = world.client("amina")
    with pytest.raises(people.AddressError) as caught:
        people.keep_addresses([(amina.pk, replace(RUE, **{field: value}))], since=TODAY, source="test")
    assert caught.value.field == field
    assert people.addresses_on([amina.pk], on=TODAY, known=clock.now()) == {}


def test_abroad_the_postcode_is_free() -> None:
    amina = world.client("amina")
    abroad = people.PostalAddress("Calle Mayor", "1", "", "", "Madrid", "ES")
    assert people.keep_addresses([(amina.pk, abroad)], since=TODAY, source="test") == 1
    assert people.addresses_on([amina.pk], on=TODAY, known=clock.now()) == {amina.pk: abroad}
