"""The component page shows every part, in the reader's language, without a form that could be sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "capac" / "web" / "templates" / "components"


def test_every_part_stands_on_the_page() -> None:
    answer = Client().get("/components/")
    shown = {template.name for template in answer.templates}
    parts = {f"components/{path.name}" for path in FOLDER.glob("*.html")}
    assert parts - shown <= {"components/errors.html"}, "a part is missing on the component page"


@pytest.mark.parametrize(
    ("lang", "amount"), [("fr", "1\u202f380,35\u00a0€"), ("nl", "€\u00a01.380,35"), ("en", "€1,380.35")]
)
def test_the_example_month_is_computed_by_the_law(lang: str, amount: str) -> None:
    page = Client(headers={"accept-language": lang}).get("/components/").content.decode()
    assert amount in page
    assert 'method="post"' not in page.split("<main", 1)[1]


def test_every_state_of_a_field_is_shown() -> None:
    page = Client().get("/components/").content.decode()
    for kind in (
        'type="date"',
        'type="month"',
        'type="radio"',
        'type="checkbox"',
        "<select",
        'aria-invalid="true"',
    ):
        assert kind in page
