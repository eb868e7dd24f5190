"""Addresses of the demonstration's roles; they answer 404 everywhere else."""

from __future__ import annotations

from django.urls import path

from huiying.web.console import demo_roles

app_name = "demo"
urlpatterns = [
    path("", demo_roles.roles, name="roles"),
    path("enter/<str:username>/", demo_roles.enter, name="enter"),
]
