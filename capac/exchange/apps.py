from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Messages with ONEM."""

    name = "capac.exchange"
    label = "exchange"
