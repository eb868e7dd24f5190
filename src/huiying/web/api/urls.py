"""Addresses of api.

In:   nothing.    Out:  URL patterns under the name space ``api``.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = []
