"""What the tests of letters share: clients with an address, and letters written to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from capac.channels.letters import api as letters
from capac.people import api as people
from tests import world
from world.ebox import Registry

TOKEN = "token-of-the-test"
ADDRESSES = {
    "amina": people.PostalAddress("Rue des Exemples", "12", "3", "4000", "Liège"),
    "bram": people.PostalAddress("Voorbeeldstraat", "7", "", "2000", "Antwerpen"),
    "chloe": people.PostalAddress("Rue Neuve", "1", "", "4000", "Liège"),
    "dieter": people.PostalAddress("Musterweg", "9", "", "4700", "Eupen"),
}
EMPTY: dict[str, Any] = {}


def reached(name: str = "amina") -> people.Client:
    """One of the cast, with an address."""
    client = world.client(name)
    people.change_address(client.pk, ADDRESSES[name], since=world.SINCE, source="test")
    return client


def written(
    client: people.Client, kind: str = "missing_documents", *, once: str | None = None, **changed: Any
) -> letters.Letter:
    """The example of a kind in the client's language, written to that client."""
    data = {**letters.example(letters.kind_of(kind), client.language), **changed}
    return letters.write_letter(
        kind,
        client.pk,
        language=client.language,
        data=data,
        subject=("payment.Hold", client.pk),
        because=world.because(),
        once=once,
    )


def state_of(letter: letters.Letter) -> letters.LetterView:
    """The letter as it stands now."""
    found = letters.letter_by_id(letter.pk)
    assert found is not None
    return found


@dataclass
class Outside:
    """The eBox of the outside, over a real connection, and its address."""

    registry: Registry
    address: str

    def settings(self) -> dict[str, Any]:
        """How the product is told of it."""
        return {
            "address": self.address,
            "events": self.address,
            "client": "capac-test",
            "application": "capac",
            "message_type": "letter",
            "key": self.registry.key,
        }

    def ask(self, faults: str) -> None:
        """Let something go wrong."""
        self.registry.faults.ask(faults)

    def citizen(self, name: str, *, has: bool = True, uses: bool = True) -> None:
        """One of the cast has an eBox or not, and opens it or not."""
        self.registry.set_citizen({"ssin": world.number_of(name), "has": has, "uses": uses})

    def act(self, name: str, told: dict[str, Any]) -> httpx.Response:
        """As whoever plays the outside asks it."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.post(f"{self.address}/admin/act/{name}", json=told, headers=headers)

    def published(self) -> list[str]:
        """The references of what lies there, oldest first."""
        return [one["reference"] for one in self.registry.published(EMPTY)["messages"]]


def opened(folder: Path) -> Registry:
    """The registry with its state in a folder. Everybody has an eBox unless told otherwise."""
    return Registry(folder, token=TOKEN, share=100)
