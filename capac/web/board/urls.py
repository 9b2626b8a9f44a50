"""Addresses of the board."""

from django.urls import path

from capac.web.board import views

app_name = "board"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("item/<str:item_id>/", views.item, name="item"),
]
