"""My letters: what was sent to me, to read and to keep; nobody else's, and nothing that was stopped."""

from __future__ import annotations

import hashlib

import pytest
from pytest_django import Settings

from capac.channels.letters import api as letters
from tests import world
from tests.channels.writing import reached, written
from tests.web.portal import seen, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-24T10:00")
    settings.EBOX = None


def test_what_leaves_is_there_and_what_was_stopped_is_not() -> None:
    amina = reached()
    assert "We have not written to you yet." in seen("amina", "/file/letters/")
    sent, stopped = written(amina), written(amina)
    letters.send_letters(who="test")
    letters.withdraw([stopped.pk], because=world.because())
    page = seen("amina", "/file/letters/")
    assert "Il nous manque des documents" in page and "It leaves by post." in page
    assert sent.reference in page and stopped.reference not in page
    assert 'lang="fr"' in page and "24 July 2026" in page


def test_a_letter_is_downloaded_as_it_was_sent() -> None:
    letter = written(reached())
    letters.send_letters(who="test")
    answer = visitor("amina").get(f"/file/letters/{letter.key}/")
    assert hashlib.sha256(answer.content).hexdigest() == letter.sha256
    assert answer["content-disposition"] == f'attachment; filename="{letter.reference}.pdf"'


def test_nobody_reads_the_letter_of_another_or_one_that_has_not_left() -> None:
    letter = written(reached())
    world.client("bram")
    assert visitor("amina").get(f"/file/letters/{letter.key}/").status_code == 404
    letters.send_letters(who="test")
    assert visitor("bram").get(f"/file/letters/{letter.key}/").status_code == 404
    assert visitor("amina").get(f"/file/letters/{letter.key}/").status_code == 200
