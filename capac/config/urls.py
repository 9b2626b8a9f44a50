"""The table of addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("login/", include("capac.web.login.urls")),
]
