"""Addresses of patrols."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.patrols import planning, views

urlpatterns = [
    path("", views.patrols, name="patrols"),
    path("plans/add/", planning.add, name="patrol-plan-add"),
    path("plans/<int:pk>/change/", planning.change, name="patrol-plan-change"),
    path("plans/<int:pk>/end/", planning.end, name="patrol-plan-end"),
    path("plans/<int:pk>/<int:slot>/", views.patrol_round, name="patrol-round"),
    path("plans/<int:pk>/<int:slot>/record/", views.record_round, name="patrol-record"),
    path("places/<int:pk>/<int:slot>/found/", views.finding, name="patrol-finding"),
    path("plans/<int:pk>/<int:slot>/explain/", views.explain, name="patrol-explain"),
]
