"""Addresses of sources (being written)."""

from __future__ import annotations

from django.urls import URLPattern, path

from huiying.web.console.keys import keys

urlpatterns: list[URLPattern] = [path("", keys, name="sources")]
