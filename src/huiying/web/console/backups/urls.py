"""Addresses of the backups of the installation."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.backups import views

urlpatterns = [
    path("", views.backups, name="backups"),
    path("now/", views.back_up_now, name="backup-now"),
    path("runs/", views.runs, name="backup-runs"),
]
