from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters and how they leave."""

    name = "capac.channels.letters"
    label = "letters"
