"""Addresses of log-in. `who` is client or staff."""

from django.urls import path, register_converter

from capac.web.login import views


class WhoConverter:
    """The two publics that log in."""

    regex = "client|staff"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(WhoConverter, "public_kind")

app_name = "login"
urlpatterns = [
    path("<public_kind:who>/", views.start, name="start"),
    path("<public_kind:who>/callback/", views.callback, name="callback"),
    path("logout/", views.logout, name="logout"),
]
