"""Addresses of the public pages."""

from django.urls import path

from capac.web.site import deadline, explain, law, views, wage

app_name = "site"
urlpatterns = [
    path("", views.start, name="start"),
    path("explain/", explain.page, name="explain"),
    path("wage/", wage.page, name="wage"),
    path("deadlines/", deadline.questions, name="deadlines"),
    path("deadlines/<slug:rule>/", deadline.question, name="deadline"),
    path("law/", law.index, name="law"),
    path("law/<slug:slug>/", law.rule, name="law_rule"),
    path("law/<slug:slug>/<int:number>/", law.case, name="law_case"),
    path("language/", views.language, name="language"),
    path("components/", views.components, name="components"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health", views.health, name="health"),
]
