from django.apps import AppConfig


class DossierConfig(AppConfig):
    """Applications, their pieces and what is missing."""

    name = "capac.dossier"
    label = "dossier"
