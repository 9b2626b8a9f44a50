from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Clients, staff, offices and the access register."""

    name = "capac.people"
    label = "people"
