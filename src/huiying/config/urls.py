"""All addresses: staff console, public portal, machines, sign-in.

In:   nothing.    Out:  the root URL table. ``tests/web/test_addresses.py`` holds one row for each.
"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("desk/", include("huiying.web.console.urls")),
    path("api/", include("huiying.web.api.urls")),
    path("", include("huiying.web.portal.urls")),
]
handler403 = "huiying.web.errors.forbidden"
handler404 = "huiying.web.errors.not_found"
handler500 = "huiying.web.errors.server_error"
