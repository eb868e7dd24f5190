"""Addresses of response teams."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.teams import acts

urlpatterns = [
    path("form/<str:number>/", acts.form, name="team-form"),
    path("<str:number>/change/", acts.change, name="team-change"),
    path("<str:number>/dissolve/", acts.dissolve, name="team-dissolve"),
]
