from django.apps import AppConfig


class EboxConfig(AppConfig):
    """The eBox."""

    name = "capac.channels.ebox"
    label = "ebox"
