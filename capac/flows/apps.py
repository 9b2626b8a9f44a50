from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Chains that cross rooms; their commands are the verbs of the schedule."""

    name = "capac.flows"
    label = "flows"
