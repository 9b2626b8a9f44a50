"""Log-ins of clients: own token, own cookie. Only a hash of the token is kept.

Sessions live by the system's time (the database's now()), whatever date a demonstration stands on.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models.functions import Now

from capac.people.models import Client, ClientSession

LIFETIME = timedelta(minutes=30)


def open_session(client: Client, *, level: int) -> str:
    """Open a session and return its token, which is shown once. `level` is the proven assurance level."""
    token = secrets.token_urlsafe(32)
    ClientSession.objects.create(
        token_hash=_hash(token), client=client, level=level, opened_at=Now(), expires_at=Now() + LIFETIME
    )
    return token


def session_of(token: str) -> ClientSession | None:
    """The living session of a token, prolonged by this look; None when it is unknown or has ended."""
    living = ClientSession.objects.filter(token_hash=_hash(token), expires_at__gt=Now())
    living.update(expires_at=Now() + LIFETIME)
    return living.select_related("client").first()


def close_session(token: str) -> None:
    """End a session at once."""
    ClientSession.objects.filter(token_hash=_hash(token)).delete()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
