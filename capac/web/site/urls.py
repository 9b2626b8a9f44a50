"""Addresses of the public pages."""

from django.urls import path

from capac.web.site import explain, views

app_name = "site"
urlpatterns = [
    path("", views.start, name="start"),
    path("explain/", explain.page, name="explain"),
    path("language/", views.language, name="language"),
    path("components/", views.components, name="components"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health", views.health, name="health"),
]
