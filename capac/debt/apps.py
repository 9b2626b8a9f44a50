from django.apps import AppConfig


class DebtConfig(AppConfig):
    """Amounts paid unduly."""

    name = "capac.debt"
    label = "debt"
