from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work items and their promises."""

    name = "capac.work"
    label = "work"
