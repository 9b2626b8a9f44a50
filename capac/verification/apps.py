from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """What ONEM says of payments made."""

    name = "capac.verification"
    label = "verification"
