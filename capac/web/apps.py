from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, their templates and their words."""

    name = "capac.web"
    label = "web"
