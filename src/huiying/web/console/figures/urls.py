"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.figures import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("leader/", views.leader, name="figures-leader"),
    path("rows/<str:of>/", views.rows, name="figure-rows"),
]
