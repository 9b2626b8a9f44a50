"""The front door of people."""

from capac.people.absences import (
    AbsenceError,
    absences,
    absences_of,
    absent_on,
    note_absence,
    withdraw_absence,
    working,
)
from capac.people.accounts_table import accounts_table
from capac.people.addresses import (
    AddressError,
    PostalAddress,
    addresses_on,
    change_address,
    keep_addresses,
)
from capac.people.changes import accounts_changed_since, deaths, deaths_since
from capac.people.check import check
from capac.people.clients import (
    AccountFact,
    NewClient,
    UnknownClientError,
    accounts_on,
    by_key,
    by_niss,
    change_account,
    current_numbers,
    note_death,
    numbers_of,
    register_clients,
    whose,
)
from capac.people.contacts import contacts_of
from capac.people.finding import Found, by_phone, clients, find, search
from capac.people.loading import LoadError, load
from capac.people.models import Absence, Access, Client, ClientSession, Office, Role, Staff
from capac.people.offices import calendar, offices
from capac.people.register import Actor, broken_seal, looks, looks_at, seal, write
from capac.people.sessions import close_session, open_session, session_of
from capac.people.taking_over import take_over
from capac.people.timeline import timeline

__all__ = [
    "Absence", "AbsenceError", "Access", "AccountFact", "Actor", "AddressError", "Client",
    "ClientSession", "Found", "LoadError", "NewClient", "Office", "PostalAddress", "Role", "Staff",
    "UnknownClientError", "absences", "absences_of", "absent_on", "accounts_changed_since",
    "accounts_on", "accounts_table", "addresses_on", "broken_seal", "by_key", "by_niss", "by_phone",
    "calendar", "change_account", "change_address", "check", "clients", "close_session", "contacts_of",
    "current_numbers", "deaths", "deaths_since", "find", "keep_addresses", "load", "looks", "looks_at",
    "note_absence", "note_death", "numbers_of", "offices", "open_session", "register_clients", "seal",
    "search", "session_of", "take_over", "timeline", "whose", "withdraw_absence", "working", "write",
]  # fmt: skip
