"""Addresses of imports and of entering by hand."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.imports import results, views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("upload/", views.upload, name="import-upload"),
    path("enter/", views.enter, name="post-enter"),
    path("<int:pk>/", views.one_import, name="import"),
    path("<int:pk>/start/", views.start, name="import-start"),
    path("<int:pk>/continue/", views.go_on, name="import-continue"),
    path("<int:pk>/pause/", views.pause, name="import-pause"),
    path("<int:pk>/progress/", views.progress, name="import-progress"),
    path("<int:pk>/refusals.csv", results.refusals_csv, name="import-refusals"),
    path("<int:pk>/repetitions.csv", results.repetitions_csv, name="import-repetitions"),
    path("<int:pk>/retained.csv", results.retained_csv, name="import-retained"),
]
