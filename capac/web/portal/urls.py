"""Addresses of the portal. None names a person: the session does."""

from django.urls import path

from capac.web.portal import authorisations, data, debts, home, looks, month, payments, unclaimed

app_name = "portal"
urlpatterns = [
    path("", home.page, name="home"),
    path("month/<slug:scheme>/<str:month>/", month.page, name="month"),
    path("missing/", home.missing, name="missing"),
    path("payments/", payments.page, name="payments"),
    path("authorisations/", authorisations.page, name="authorisations"),
    path("unclaimed/", unclaimed.page, name="unclaimed"),
    path("debts/", debts.page, name="debts"),
    path("looks/", looks.page, name="looks"),
    path("data/", data.page, name="data"),
]
