"""Addresses of units and officers."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.people import invitations, officers, sheets, units, views

urlpatterns = [
    path("", views.people, name="people"),
    path("units/add/", units.add, name="unit-add"),
    path("units/import/", sheets.import_units, name="unit-import"),
    path("officers/links/", invitations.links, name="officer-links"),
    path("officers/import/", sheets.import_officers, name="officer-import"),
    path("units/<int:pk>/", units.edit, name="unit-edit"),
    path("officers/add/", officers.add, name="officer-add"),
    path("officers/<int:pk>/", officers.edit, name="officer-edit"),
    path("officers/<int:pk>/password/", officers.password, name="officer-password"),
    path(
        "officers/<int:pk>/second-factor/", officers.second_factor, name="officer-second-factor"
    ),
]
