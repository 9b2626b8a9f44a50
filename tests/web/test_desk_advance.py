"""An advance from ONEM is keyed at the desk: once by its reference, and the money of a run counts with it."""

from __future__ import annotations

import pytest

from capac.finance import api as finance
from tests.web import desk

pytestmark = pytest.mark.django_db
TOLD = {
    "scheme": "full_unemployment",
    "amount": "1.250.000,50",
    "received_on": "2026-08-03",
    "reference": "ONEM/8/1",
}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def test_a_finance_officer_keys_it_once_and_one_that_is_given_back() -> None:
    fien = desk.visitor("fien")
    assert b"Key an advance from ONEM" in fien.get("/desk/books/").content
    page = fien.post("/desk/books/advance/", TOLD, follow=True)
    assert b"Kept. It stands in the books with their next posting." in page.content
    page = fien.post("/desk/books/advance/", TOLD)
    assert page.status_code == 422 and b"An advance with this reference is kept already." in page.content
    fien.post("/desk/books/advance/", TOLD | {"reference": "ONEM/8/2", "amount": "0,50", "given_back": "yes"})
    assert [(row.reference, row.cents) for row in finance.advances(5)] == [
        ("ONEM/8/2", -50),
        ("ONEM/8/1", 125_000_050),
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "much"}, "is not an amount"),
        ({"amount": "0"}, "An advance of nothing is none."),
        ({"received_on": "2026-09-01"}, "The day of receipt lies in the future."),
        ({"reference": "x" * 36}, "Write the bank&#x27;s reference, at most 35 characters."),
        ({"scheme": "none"}, "Choose one of the answers given."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(wrong: dict[str, str], words: str) -> None:
    page = desk.visitor("fien").post("/desk/books/advance/", TOLD | wrong)
    assert page.status_code == 422 and words in page.content.decode()
    assert finance.advances(5) == []


def test_who_does_not_keep_the_books_does_not_key_it() -> None:
    assert b"advance/" not in desk.visitor("aude").get("/desk/books/").content
    for name in ("aude", "rita", "agnes"):
        assert desk.visitor(name).post("/desk/books/advance/", TOLD).status_code == 403, name
