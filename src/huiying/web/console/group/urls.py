"""Addresses of the leading group: who is who, who stands for whom, why somebody may."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.group import delegation, views, why

urlpatterns = [
    path("", views.group, name="group"),
    path("why/", why.why, name="why"),
    path("delegations/<int:pk>/add/", delegation.add, name="delegation-add"),
    path("delegations/<int:pk>/end/", delegation.end, name="delegation-end"),
]
