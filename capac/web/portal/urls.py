"""Addresses of the portal. None names a person: the session does."""

from django.urls import path

from capac.web.portal import (
    applications,
    authorisations,
    data,
    debts,
    documents,
    home,
    letters,
    looks,
    month,
    papers,
    payments,
    unclaimed,
)

app_name = "portal"
urlpatterns = [
    path("", home.page, name="home"),
    path("month/<slug:scheme>/<str:month>/", month.page, name="month"),
    path("applications/", applications.page, name="applications"),
    path("missing/", home.missing, name="missing"),
    path("payments/", payments.page, name="payments"),
    path("papers/", papers.page, name="papers"),
    path("papers/payments/<int:payment_id>/", papers.one, name="statement"),
    path("papers/payments/<int:payment_id>/statement.pdf", papers.one_pdf, name="statement_pdf"),
    path("papers/tax/<int:year>/", papers.year, name="tax"),
    path("papers/tax/<int:year>/data.pdf", papers.year_pdf, name="tax_pdf"),
    path("papers/certificate.pdf", papers.certificate_pdf, name="certificate_pdf"),
    path("authorisations/", authorisations.page, name="authorisations"),
    path("unclaimed/", unclaimed.page, name="unclaimed"),
    path("debts/", debts.page, name="debts"),
    path("letters/", letters.page, name="letters"),
    path("letters/<uuid:letter>/", letters.one, name="letter"),
    path("documents/", documents.page, name="documents"),
    path("documents/<uuid:document>/", documents.one, name="document"),
    path("looks/", looks.page, name="looks"),
    path("data/", data.page, name="data"),
]
