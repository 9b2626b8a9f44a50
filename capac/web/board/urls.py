"""Addresses of the board."""

from django.urls import path

from capac.web.board import cases, register, rehearsals, views

app_name = "board"
urlpatterns = [
    path("rehearsals/", rehearsals.index, name="rehearsals"),
    path("rehearsals/<int:run_id>/", rehearsals.one, name="rehearsal"),
    path("rehearsals/<int:run_id>/rehearsal.pdf", rehearsals.pdf, name="rehearsal_pdf"),
    path("rehearsals/<int:run_id>/cases/", rehearsals.cases, name="rehearsed_cases"),
    path(
        "rehearsals/<int:run_id>/cases/<int:client_id>/<str:month>/", rehearsals.case, name="rehearsed_case"
    ),
    path("", views.tree, name="tree"),
    path("measures/", register.measures, name="measures"),
    path("measures.csv", register.measures_csv, name="measures_csv"),
    path("item/<str:item_id>/", views.item, name="item"),
    path("item/<str:item_id>/figures.csv", views.figures_csv, name="figures_csv"),
    path("item/<str:item_id>/waits.csv", views.waits_csv, name="waits_csv"),
    path("item/<str:item_id>/cases/", cases.cases, name="cases"),
    path("item/<str:item_id>/cases.csv", cases.cases_csv, name="cases_csv"),
]
