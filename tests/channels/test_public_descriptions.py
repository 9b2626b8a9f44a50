"""Our requests against the public descriptions of the eBox (../shared/artefacts/ebox), third-party test material.

Read in this development test alone. Version 3 is not public: where it differs from 2.1, the difference is one of
DIFFERENCES and stands in docs/ebox.md; a difference that is not listed fails here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import yaml

from capac.channels.ebox import described, events, gateway
from capac.channels.ebox.described import Publication, Sender
from tests import world
from tests.channels.writing import Outside, reached, written

MESSAGES = "e-Box-Enterprise-swagger-v2.1-AP-Public.yaml"
PREFERENCES = "ebox-federation-1.3.yaml"
EVENTS = "ebox-enterprise-event-api-1.1.1.yaml"
RENAMED = {
    "isBodyMainContent": "bodyMainContent",
    "isReplyAuthorized": "replyAuthorized",
    "isRegisteredMail": "registeredMail",
    "isMainContent": "mainContent",
    "isAttachmentSigned": "attachmentSigned",
}
DIFFERENCES = (
    "`POST /ebox/messages` is `POST /publishMessage` in 2.1",
    "`isBodyMainContent` is `bodyMainContent` in 2.1",
    "`isReplyAuthorized` is `replyAuthorized` in 2.1",
    "`isRegisteredMail` is `registeredMail` in 2.1",
    "`isMainContent` is `mainContent` in 2.1",
    "`isAttachmentSigned` is `attachmentSigned` in 2.1",
    "`recipient.ssin` is `recipient.eboxIdValue` in 2.1",
    "`sender.enterpriseNumber` is `senderOrganizationId` in 2.1",
    "the call for citizens' consent is not public: ours is `eboxPreferences/search` with `CITIZEN` and `SSIN`",
    "the event feed is described for enterprises: a citizen's message stands in it under the sender's number",
)
"""Each line stands word for word in docs/ebox.md."""


def description(shared: Path, name: str) -> dict[str, Any]:
    """A description without the front matter that two of the files carry."""
    text = (shared / "artefacts" / "ebox" / name).read_text(encoding="utf-8")
    if text.startswith("---\ntitle:"):
        text = text.split("---\n", 2)[2]
    found: dict[str, Any] = yaml.safe_load(text.removeprefix("---\n"))
    return found


def check(told: object, described_by: Mapping[str, Any], name: str) -> None:
    """The JSON fits a definition, and says nothing that the definition does not know. Raises ValidationError."""
    definitions = deepcopy(described_by["definitions"])
    for one in definitions.values():
        if "properties" in one:
            one["additionalProperties"] = False
    schema = {"$ref": f"#/definitions/{name}", "definitions": definitions}
    jsonschema.Draft4Validator(schema).validate(told)


def published() -> dict[str, Any]:
    """A message as we write it."""
    one = Publication(
        ("letters.Letter", 1),
        1,
        "letter-1",
        "fr",
        "Il nous manque des documents",
        "7K2F-93QD",
        "7K2F-93QD.pdf",
        b"%PDF-",
    )
    told = json.loads(described.kept(one, world.number_of("amina"), Sender("capac", "letter")))
    found: dict[str, Any] = told["messageToPublish"]
    return found


def as_version_2(message: Mapping[str, Any]) -> dict[str, Any]:
    """The same message in the words of 2.1: every listed difference, and no other."""
    told: dict[str, Any] = _renamed(message)
    told["recipient"] = {"eboxType": "citizen", "eboxIdValue": message["recipient"]["ssin"]}
    told["senderOrganizationId"] = told.pop("sender")["enterpriseNumber"]
    return told


def _renamed(told: Any) -> Any:
    if isinstance(told, dict):
        return {RENAMED.get(name, name): _renamed(one) for name, one in told.items()}
    return [_renamed(one) for one in told] if isinstance(told, list) else told


def test_a_message_is_that_of_the_public_version_but_for_the_listed_differences(shared: Path) -> None:
    public = description(shared, MESSAGES)
    check(as_version_2(published()), public, "MessageToPublish")
    with pytest.raises(jsonschema.ValidationError):
        check(published(), public, "MessageToPublish")
    with pytest.raises(jsonschema.ValidationError):
        check({**as_version_2(published()), "colour": "red"}, public, "MessageToPublish")


def test_the_parts_of_the_request_are_those_of_the_public_version(shared: Path) -> None:
    public = description(shared, MESSAGES)["paths"]["/publishMessage"]["post"]
    named = {one["name"] for one in public["parameters"]}
    assert public["consumes"] == ["multipart/form-data"]
    assert {"messageToPublish", described.PART} <= named


def test_who_has_an_ebox_is_asked_in_the_shape_of_the_public_call(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = description(shared, PREFERENCES)
    asked: list[Any] = []

    def answer(_self: gateway.Gateway, path: str, told: object) -> Any:
        asked.append((path, told))
        return []

    monkeypatch.setattr(gateway.Gateway, "_post", answer)
    gate = gateway.Gateway("http://ebox", "http://events", None, Sender("a", "b"))  # type: ignore[arg-type]
    assert gate.have_ebox(["1", "2"]) == set()
    ((_path, told),) = asked
    check(told, public, "EboxIdSameTypeList")


@pytest.mark.django_db
def test_what_our_outside_answers_is_as_the_public_descriptions_say(shared: Path, outside: Outside) -> None:
    """The simulator speaks as the registry does: what we accept from it is not of our own making."""
    written(reached())
    gate = gateway.gateway()
    assert gate is not None
    headers = gate._bearer()
    asked = {"eboxType": "CITIZEN", "eboxIdType": "SSIN", "eboxIdValueList": [world.number_of("amina")]}
    consents = httpx.post(outside.address + gateway.CONSENTS, json=asked, headers=headers).json()
    check(consents, description(shared, PREFERENCES), "EboxPreferencesList")
    refused = httpx.post(outside.address + gateway.REGISTRY + "/ebox/messages", headers=headers)
    assert refused.status_code == 400
    check(refused.json(), description(shared, MESSAGES), "StatusMessage")
    outside.registry.publish("k", {**published(), "recipient": {"ssin": ""}}, b"")
    feed = httpx.get(
        outside.address + gateway.EVENTS, params={"lastSequenceNbr": 0, "pageSize": 9}, headers=headers
    ).json()
    check(feed, description(shared, EVENTS), "EboxEnterpriseDocumentEventPage")
    known = description(shared, EVENTS)["definitions"]["EboxEnterpriseDocumentEvent"]["properties"][
        "eventType"
    ]
    assert {events.READ, feed["EboxEnterpriseDocumentEvents"][0]["eventData"]["eventType"]} <= set(
        known["enum"]
    )


def test_the_feed_is_asked_with_what_its_description_requires(shared: Path) -> None:
    public = description(shared, EVENTS)["paths"]["/ebox/enterprise/document/events"]["get"]["parameters"]
    assert {one["name"] for one in public if one.get("required")} == {"lastSequenceNbr", "pageSize"}
    assert gateway.EVENTS == "/ebox/enterprise/document/events"


def test_every_difference_stands_in_the_documents() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ebox.md").read_text(encoding="utf-8")
    assert [one for one in DIFFERENCES if one not in text] == []
    assert set(differences_of(RENAMED)) <= set(DIFFERENCES)


def differences_of(renamed: Mapping[str, str]) -> Iterator[str]:
    """The line of each name that changed."""
    for ours, theirs in renamed.items():
        yield f"`{ours}` is `{theirs}` in 2.1"
