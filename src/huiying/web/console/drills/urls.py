"""Addresses of drills."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.drills import acts, views

urlpatterns = [
    path("", views.drill_list, name="drills"),
    path("new/", views.plan, name="drill-plan"),
    path("from-incident/", views.choose, name="drill-choose"),
    path("<str:number>/", views.detail, name="drill"),
    path("<str:number>/edit/", acts.edit, name="drill-edit"),
    path("<str:number>/allow/", acts.allow, name="drill-allow"),
    path("<str:number>/cancel/", acts.cancel, name="drill-cancel"),
]
