"""Addresses of the desk."""

from django.urls import path

from capac.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
]
