"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.registers import views

urlpatterns = [
    path(f"{kind}/", views.register, {"kind": kind}, name=f"register-{kind}")
    for kind in views.PAGES
]
