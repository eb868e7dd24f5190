"""Addresses of the signed links that are out."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.signed_links import views

urlpatterns = [
    path("", views.links, name="open-links"),
    path("<int:pk>/revoke/", views.revoke, name="link-revoke"),
]
