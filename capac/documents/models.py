"""Tables of documents. Days are days in Brussels; moments are business time."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

LIVING = ("unchecked", "kept")
"""States of a document whose bytes are here."""


class Document(models.Model):
    """One attachment or scan. `key` stands in addresses; `name` is cleaned and holds no number of a person.

    A client's same bytes are one document, however often they come. `retention` names the rule of retention.yaml.
    """

    class State(models.TextChoices):
        UNCHECKED = "unchecked"
        KEPT = "kept"
        INFECTED = "infected"
        DESTROYED = "destroyed"

    class Channel(models.TextChoices):
        UPLOAD = "upload"
        SCAN = "scan"
        LETTER = "letter"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=110)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True)
    received_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    retention = models.CharField(max_length=20, default="dossier")
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=120)
    checked_at = models.DateTimeField(null=True)
    paper = models.ForeignKey(
        "documents.PaperFile", null=True, on_delete=models.PROTECT, related_name="scans"
    )
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "sha256"],
                condition=Q(state__in=LIVING),
                nulls_distinct=False,
                name="document_bytes_once",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=Q(media_type__in=["application/pdf", "image/jpeg", "image/png"]),
                name="document_known_type",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-kept_at", "-id"], name="document_of_client"),
            models.Index(fields=["id"], condition=Q(state="unchecked"), name="document_unchecked"),
        ]


class Chunk(models.Model):
    """A megabyte of a document at most, in order. Stored as it is: scans do not become smaller."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="chunk_once")]


class InboundLetter(models.Model):
    """What somebody sent us and waits for an answer: a letter on paper, scanned, or an upload of the client.

    The clock runs from `received_on` until it is treated. The client or the office may not be known at first.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        TREATED = "treated"

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="letter")
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Document.Channel.choices)
    about = models.CharField(max_length=120, blank=True)
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    promised_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    treated_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(treated_at__isnull=False), name="letter_treated_at_a_moment"
            )
        ]
        indexes = [
            models.Index(fields=["client", "-registered_at", "-id"], name="letter_of_client"),
            models.Index(fields=["received_on", "id"], condition=Q(state="waiting"), name="letter_waiting"),
        ]


class PaperFile(models.Model):
    """A paper file of the inventory: where it stands (office, shelf, box), what is in it, what became of it.

    `label` tells the file to whoever stands before the shelf and holds no number of a person.
    """

    class State(models.TextChoices):
        INVENTORIED = "inventoried"
        DIGITISED = "digitised"
        CHECKED = "checked"
        PROPOSED = "proposed"
        APPROVED = "approved"
        DESTROYED = "destroyed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")
    shelf = models.CharField(max_length=20)
    box = models.CharField(max_length=20)
    label = models.CharField(max_length=120)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    retention = models.CharField(max_length=20, default="dossier")
    last_event_on = models.DateField()
    sheets = models.PositiveIntegerField()
    inventoried_on = models.DateField()
    inventoried_by = models.CharField(max_length=120)
    digitised_by = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INVENTORIED)
    destruction = models.ForeignKey(
        "documents.Destruction", null=True, on_delete=models.PROTECT, related_name="files"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "shelf", "box", "label"], name="paper_once_in_a_box"),
            models.CheckConstraint(condition=Q(sheets__gt=0), name="paper_has_sheets"),
            models.CheckConstraint(
                condition=Q(state__in=["inventoried", "digitised", "checked"]) | Q(destruction__isnull=False),
                name="paper_destroyed_by_a_proposal",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "shelf", "box", "id"], name="paper_place"),
            models.Index(fields=["client", "id"], name="paper_of_client"),
        ]


class Destruction(models.Model):
    """A proposal to destroy paper files, approved by a second person with the State Archives' agreement, certified.

    The certificate says who destroyed what, when, how, before which witness; it is kept for ever.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        CERTIFIED = "certified"
        DROPPED = "dropped"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=12, choices=[("digitised", "digitised"), ("expired", "expired")])
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    archives_reference = models.CharField(max_length=60, blank=True)
    destroyed_on = models.DateField(null=True)
    method = models.CharField(max_length=20, blank=True)
    certified_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="destruction_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "certified"])
                | Q(approved_by__isnull=False) & ~Q(archives_reference=""),
                name="destruction_agreed_by_the_archives",
            ),
            models.CheckConstraint(
                condition=~Q(state="certified")
                | Q(certified_by__isnull=False, destroyed_on__isnull=False) & ~Q(method=""),
                name="destruction_certified_whole",
            ),
        ]
