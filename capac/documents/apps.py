from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Bytes of attachments and scans, and the paper inventory."""

    name = "capac.documents"
    label = "documents"
