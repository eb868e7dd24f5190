"""Addresses of the machines' door; each request shows a token, nobody signs in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from huiying.web.api import agencies, incidents, push, registers, releases, reports
from huiying.web.api.calls import api

app_name = "api"
# Their operations stand in ``api``.
__all__ = ["agencies", "incidents", "push", "registers", "releases", "reports", "urlpatterns"]
_v1 = api.urls
for _pattern in _v1[0]:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = login_not_required(_pattern.callback)
urlpatterns: list[URLPattern | URLResolver] = [path("v1/", _v1)]
