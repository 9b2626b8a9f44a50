"""Sessions of clients: only a hash is kept, they end by themselves, by log-out, and not by another's token."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from capac.people import api as people
from capac.people.models import ClientSession
from tests import world

pytestmark = pytest.mark.django_db


def ends_in(seconds: int) -> None:
    ClientSession.objects.update(expires_at=Now() + timedelta(seconds=seconds))


def test_the_token_is_kept_as_a_hash_alone() -> None:
    token = people.open_session(world.client(), level=400)
    row = ClientSession.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert row.level == 400


def test_a_session_is_found_by_its_token_and_prolonged_by_each_look() -> None:
    token = people.open_session(world.client(), level=400)
    ends_in(5)
    session = people.session_of(token)
    assert session is not None
    assert session.client == world.client()
    assert ClientSession.objects.filter(expires_at__gt=Now() + timedelta(minutes=29)).exists()


def test_a_session_that_has_ended_stays_ended() -> None:
    token = people.open_session(world.client(), level=400)
    ends_in(-1)
    assert people.session_of(token) is None
    assert people.session_of(token) is None


def test_an_unknown_token_opens_nothing() -> None:
    people.open_session(world.client(), level=400)
    assert people.session_of("x") is None
    assert people.session_of("") is None


def test_logging_out_ends_this_session_alone() -> None:
    first = people.open_session(world.client(), level=400)
    second = people.open_session(world.client(), level=500)
    people.close_session(first)
    assert people.session_of(first) is None
    assert people.session_of(second) is not None


def test_sessions_live_by_the_systems_time_whatever_the_clock_of_business_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2020-01-01")
    token = people.open_session(world.client(), level=400)
    monkeypatch.setenv("CAPAC_NOW", "2027-03-16")
    assert people.session_of(token) is not None
