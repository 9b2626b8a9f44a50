from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """The books."""

    name = "capac.finance"
    label = "finance"
