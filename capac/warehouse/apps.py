from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Imported facts, and the SELECT files of the contract's figures."""

    name = "capac.warehouse"
    label = "warehouse"
