from django.apps import AppConfig


class PaymentConfig(AppConfig):
    """Documents received, calculations, runs and the bank."""

    name = "capac.payment"
    label = "payment"
