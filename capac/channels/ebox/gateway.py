"""The registry over HTTP: publish, ask who has an eBox, read what happened. Every call can be late, doubled or cut."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings

from capac.channels.ebox.described import Sender, parts
from capac.channels.ebox.token import Account, EboxError, trusted
from capac.records import api as records

TIMEOUT_SECONDS = 30.0
REGISTRY = "/ebox/enterprise/messageRegistry/v3"
CONSENTS = "/ebox/enterprise/federation/v1/citizenEboxConsents/search"
TOKENS = "/oauth/v5/token"
EVENTS = "/ebox/enterprise/document/events"
MOST_NUMBERS = 1000
"""As many as the older, public service of citizens' profiles takes at once."""
PAGE = 200
TRY_AGAIN = {401, 408, 425, 429}
CUT = "DIGEST_DO_NOT_MATCH"
"""The file was changed on its way: the same again, not another one."""


@dataclass
class Gateway:
    """The eBox of one environment. A token is asked for once a round and kept for it."""

    address: str
    events_address: str
    account: Account
    sender: Sender
    _token: str = field(default="", repr=False)

    def send(self, _name: str, body: bytes, key: uuid.UUID) -> records.Delivery:
        """Publish what the outbox keeps. Never raises for the other side's faults: the delivery says what happened."""
        try:
            answer = httpx.post(
                f"{self.address}{REGISTRY}/ebox/messages",
                files=parts(body),
                headers={**self._bearer(), "Idempotency-Key": f'"{key}"'},
                timeout=TIMEOUT_SECONDS,
                verify=trusted(),
            )
        except (httpx.HTTPError, EboxError) as error:
            return records.Delivery(
                accepted=False, refused=False, answer=f"not reached: {type(error).__name__}"
            )
        return _delivery(answer)

    def have_ebox(self, numbers: Sequence[str]) -> set[str]:
        """Those citizens who receive letters in their eBox: who is absent from the answer does not. Raises EboxError.

        Own interface: the call for citizens is not public; ours has the shape of the public one for enterprises.
        """
        found: set[str] = set()
        for start in range(0, len(numbers), MOST_NUMBERS):
            asked = {"eboxType": "CITIZEN", "eboxIdType": "SSIN"}
            told = self._post(
                CONSENTS, {**asked, "eboxIdValueList": list(numbers[start : start + MOST_NUMBERS])}
            )
            found |= {_number(one) for one in _rows(told, "items")}
        return found & set(numbers)

    def events(self, after: int) -> tuple[list[Mapping[str, Any]], int, bool]:
        """Events after a number, the last number of the page, and whether more wait. Raises EboxError."""
        asked = {"lastSequenceNbr": after, "pageSize": PAGE, "clientId": self.account.client}
        told = self._told("GET", self.events_address + EVENTS, params=asked)
        try:
            info = told["pageInfo"]
            return (
                _rows(told, "EboxEnterpriseDocumentEvents"),
                int(info["lastSequenceNbr"]),
                bool(info["hasNext"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise EboxError("the list of events cannot be read") from error

    def _post(self, path: str, asked: object) -> Any:
        return self._told("POST", self.address + path, json=asked)

    def _told(self, method: str, address: str, **asked: Any) -> Any:
        try:
            answer = httpx.request(
                method,
                address,
                headers=self._bearer(),
                timeout=TIMEOUT_SECONDS,
                verify=trusted(),
                **asked,
            )
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EboxError(f"the eBox does not answer: {type(error).__name__}") from error

    def _bearer(self) -> dict[str, str]:
        self._token = self._token or self.account.token(timeout=TIMEOUT_SECONDS)
        return {"Authorization": f"Bearer {self._token}"}


def gateway() -> Gateway | None:
    """The eBox as it is configured, or None."""
    told = settings.EBOX
    if told is None:
        return None
    account = Account(told["address"] + TOKENS, told["client"], told["key"])
    return Gateway(
        told["address"], told["events"], account, Sender(told["application"], told["message_type"])
    )


def _delivery(answer: httpx.Response) -> records.Delivery:
    """201 is published; 409 says that this key is known: published before. A cut file is sent again as it is."""
    known = answer.status_code == httpx.codes.CONFLICT
    cut = answer.status_code == httpx.codes.BAD_REQUEST and CUT in answer.text
    final = answer.is_client_error and not (known or cut) and answer.status_code not in TRY_AGAIN
    whole = known or (answer.is_success and _is_object(answer))
    return records.Delivery(whole, final, f"{answer.status_code} {answer.text}".strip())


def _is_object(answer: httpx.Response) -> bool:
    """The answer arrived whole. One that was cut is asked for again, under the same key."""
    try:
        return isinstance(answer.json(), dict)
    except ValueError:
        return False


def _number(row: Mapping[str, Any]) -> str:
    """Whose eBox a row of the answer is of; "" where it does not say."""
    told = row.get("eboxId")
    return str(told.get("eboxIdValue", "")) if isinstance(told, dict) else ""


def _rows(told: Any, name: str) -> list[Mapping[str, Any]]:
    """The list under a name, or the answer itself where it is one. Raises EboxError."""
    found: Any = told if isinstance(told, list) else told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise EboxError("the answer of the eBox cannot be read")
    return found
