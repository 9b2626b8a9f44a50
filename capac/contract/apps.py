from django.apps import AppConfig


class ContractConfig(AppConfig):
    """The contract's figures, judged, frozen each month and checked again."""

    name = "capac.contract"
    label = "contract"
