"""Addresses of the board."""

from django.urls import path

from capac.web.board import cases, views

app_name = "board"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("item/<str:item_id>/", views.item, name="item"),
    path("item/<str:item_id>/figures.csv", views.figures_csv, name="figures_csv"),
    path("item/<str:item_id>/waits.csv", views.waits_csv, name="waits_csv"),
    path("item/<str:item_id>/cases/", cases.cases, name="cases"),
    path("item/<str:item_id>/cases.csv", cases.cases_csv, name="cases_csv"),
]
