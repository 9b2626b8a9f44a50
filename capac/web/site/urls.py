"""Addresses of the public pages."""

from django.urls import path

from capac.web.site import deadline, explain, views, wage

app_name = "site"
urlpatterns = [
    path("", views.start, name="start"),
    path("explain/", explain.page, name="explain"),
    path("wage/", wage.page, name="wage"),
    path("deadlines/", deadline.questions, name="deadlines"),
    path("deadlines/<slug:rule>/", deadline.question, name="deadline"),
    path("language/", views.language, name="language"),
    path("components/", views.components, name="components"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health", views.health, name="health"),
]
