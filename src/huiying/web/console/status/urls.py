"""Addresses of the status page."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.status import views

urlpatterns = [
    path("", views.status, name="status"),
    path("mark/", views.mark, name="status-mark"),
]
