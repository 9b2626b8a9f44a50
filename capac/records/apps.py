from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The mechanics shared by all rooms."""

    name = "capac.records"
    label = "records"
