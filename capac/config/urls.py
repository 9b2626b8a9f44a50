"""The table of addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("capac.web.site.urls")),
    path("file/", include("capac.web.portal.urls")),
    path("login/", include("capac.web.login.urls")),
    path("desk/", include("capac.web.desk.urls")),
    path("board/", include("capac.web.board.urls")),
    path("api/benefits/v1/", include("capac.web.api.urls")),
]
handler400 = "capac.web.errors.bad_request"
handler403 = "capac.web.errors.forbidden"
handler404 = "capac.web.errors.not_found"
handler500 = "capac.web.errors.broken"
