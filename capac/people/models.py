"""Tables of people. Languages are fr, nl, de; times are business time."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length, Right

from capac.people.names import NameWords
from capac.records.api import Version

WHOLE_WEEK = 10
"""Half days in a week of somebody who works full time."""


class Language(models.TextChoices):
    FRENCH = "fr"
    DUTCH = "nl"
    GERMAN = "de"


class Office(models.Model):
    """A payment office (bureau de paiement)."""

    code = models.CharField(max_length=10, unique=True)
    name_fr = models.CharField(max_length=80)
    name_nl = models.CharField(max_length=80)
    name_de = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language.choices)


class OfficeHours(models.Model):
    """When an office is open on a weekday (0 is Monday)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="hours_end_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday"),
        ]


class Closure(models.Model):
    """A day on which an office, or the whole institution (no office), is closed."""

    office = models.ForeignKey(Office, null=True, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    reason = models.CharField(max_length=120)
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], nulls_distinct=False, name="closure_once"),
        ]


class Role(models.TextChoices):
    """What a member of staff may do; capac.people.perms turns roles into permissions."""

    AGENT = "agent"
    C2_EXPERT = "c2_expert"
    PAYMENT_OFFICER = "payment_officer"
    RELEASER = "releaser"
    FINANCE_OFFICER = "finance_officer"
    STEERING = "steering"
    MANAGER = "manager"
    COMMISSIONER = "commissioner"
    AUDITOR = "auditor"


class Staff(AbstractBaseUser):
    """A member of staff. Logs in through the institution's provider; has no password here.

    `languages` are those beside the own one; `skills` name groups of work (none: all that the roles allow);
    `weekly_halves` are the half days worked in a week.
    """

    USERNAME_FIELD = "login"
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), default=list)
    skills = ArrayField(models.CharField(max_length=20), default=list)
    weekly_halves = models.PositiveSmallIntegerField(default=WHOLE_WEEK)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekly_halves__lte=WHOLE_WEEK), name="staff_works_a_week")
        ]

    @property
    def spoken(self) -> list[str]:
        """The languages in which this person works: their own first."""
        return [self.language, *(one for one in self.languages if one != self.language)]


class Absence(models.Model):
    """Days on which a member of staff is not there, both included. Why is nobody's business here."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    known_at = models.DateTimeField()
    noted_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="absence_ends_after_start"),
            models.UniqueConstraint(fields=["staff", "first", "last"], name="absence_once"),
        ]
        indexes = [models.Index(fields=["last", "first"], name="absence_days")]


class Client(models.Model):
    """A person for whom files are kept and benefits are paid."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    deceased_on = models.DateField(null=True)
    death_known_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(NameWords("family_name", "given_name"), name="client_name_words")]


class IdentityNumber(models.Model):
    """A national or bis number with the days for which it holds. A number belongs to one client at a time."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="numbers")
    niss = models.CharField(max_length=11)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["niss"], condition=Q(valid_to__isnull=True), name="niss_one_client"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(valid_to__isnull=True), name="client_one_current_niss"
            ),
        ]


class Account(Version):
    """The account on which a client is paid, as versions. A guardian's or mediator's account names its holder."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="accounts")
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70)

    class Meta(Version.Meta):
        abstract = False
        indexes = [models.Index(fields=["client", "-known_at"], name="account_latest")]


class ContactPoint(Version):
    """An e-mail address or a telephone number of a client, as versions."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=[("email", "email"), ("phone", "phone")])
    value = models.CharField(max_length=120)

    class Meta(Version.Meta):
        abstract = False


class Address(Version):
    """Where a client's letters go, as versions. `country` is the ISO code; abroad the postcode may be empty."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="addresses")
    street = models.CharField(max_length=80)
    number = models.CharField(max_length=10, blank=True)
    box = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    town = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="BE")

    class Meta(Version.Meta):
        abstract = False
        indexes = [models.Index(fields=["client", "-known_at"], name="address_latest")]


class NameWord(models.Model):
    """A word that stands in a client's name, once. Slips of who searches are looked for among these alone."""

    word = models.TextField(primary_key=True)

    class Meta:
        indexes = [
            models.Index(Left("word", 1), Length("word"), name="nameword_start"),
            models.Index(Right("word", 2), Length("word"), name="nameword_end"),
        ]


class Consent(models.Model):
    """A client's consent to one purpose, and its withdrawal."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_once"
            )
        ]


class ClientSession(models.Model):
    """A client's log-in. Only the hash of the cookie's token is kept. Lives by the system's time."""

    token_hash = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Access(models.Model):
    """One look at one or more persons: who, whom, what, why. Appended, sealed each minute, never changed.

    Kept at least ten years (law of 8.8.1983, art. 17). `seal` chains each row to the one before it.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(
        max_length=10,
        choices=[("staff", "staff"), ("client", "client"), ("job", "job"), ("machine", "machine")],
    )
    actor = models.CharField(max_length=60)
    route = models.CharField(max_length=80)
    action = models.CharField(max_length=20)
    why = models.CharField(max_length=200)
    clients = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="access_at"),
            GinIndex(fields=["clients"], name="access_clients"),
        ]


class AccessSeal(models.Model):
    """The seal of one row of the register: sha-256 over the previous seal and the row."""

    position = models.BigIntegerField(primary_key=True)
    access = models.OneToOneField(Access, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
