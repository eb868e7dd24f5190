"""All addresses; ``tests/web/address_table.py`` has a row for each."""

from __future__ import annotations

from django.urls import include, path

from huiying.web.links import urls
from huiying.web.portal.service import set_language
from huiying.web.shared.theme import set_theme

urlpatterns = [
    path("accounts/", include("huiying.web.signin.urls")),
    path("demo/", include("huiying.web.console.demo.urls")),
    path("theme/", set_theme, name="theme"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("desk/", include("huiying.web.console.urls")),
    path("r/", include((urls.notice_links, "links"))),
    path("v/", include((urls.docket_links, "questions"))),
    path("s/", include((urls.share_links, "shares"))),
    path("k/", include((urls.confirmation_links, "confirmations"))),
    path("u/", include((urls.report_links, "superiors"))),
    path("api/", include("huiying.web.api.urls")),
    path("", include("huiying.web.portal.urls")),
]
handler403 = "huiying.web.errors.handlers.forbidden"
handler404 = "huiying.web.errors.handlers.not_found"
handler400 = "huiying.web.errors.handlers.bad_request"
handler500 = "huiying.web.errors.handlers.server_error"
