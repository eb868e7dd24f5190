"""Addresses of the leading group: who is who, superiors, delegations, why somebody may."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.leading_group import delegation, permission_check, superiors, views

urlpatterns = [
    path("", views.group, name="group"),
    path("why/", permission_check.why, name="why"),
    path("superiors/add/", superiors.add, name="superior-add"),
    path("superiors/<int:pk>/", superiors.edit, name="superior-edit"),
    path("delegations/<int:pk>/add/", delegation.add, name="delegation-add"),
    path("delegations/<int:pk>/confirm/", delegation.confirm, name="delegation-confirm"),
    path("delegations/<int:pk>/end/", delegation.end, name="delegation-end"),
]
