"""Addresses of patrols."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.patrols import planning, views

urlpatterns = [
    path("", views.patrols, name="patrols"),
    path("plans/add/", planning.add, name="patrol-plan-add"),
    path("plans/<int:pk>/change/", planning.change, name="patrol-plan-change"),
    path("plans/<int:pk>/end/", planning.end, name="patrol-plan-end"),
    path("plans/<int:pk>/<int:slot>/nothing/", views.nothing, name="patrol-nothing"),
    path("plans/<int:pk>/<int:slot>/found/", views.found, name="patrol-found"),
    path("plans/<int:pk>/<int:slot>/explain/", views.explain, name="patrol-explain"),
]
