"""Addresses of the duty roster and of the hand-over from shift to shift."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.roster import planning, views

urlpatterns = [
    path("", views.roster, name="roster"),
    path("add/", planning.add, name="roster-add"),
    path("import/", planning.import_shifts, name="roster-import"),
    path("shifts/<int:pk>/replace/", planning.replace, name="shift-replace"),
    path("shifts/<int:pk>/remove/", planning.remove, name="shift-remove"),
    path("shifts/<int:pk>/hand-over/", views.hand_over, name="shift-hand-over"),
    path("notes/<int:pk>/read/", views.read, name="note-read"),
]
