"""Addresses of the rule book."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.rules import routing, views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("media/", views.media, name="rules-media"),
    path("routing/", routing.versions, name="rules-routing"),
    path("routing/train/", routing.train, name="rules-routing-train"),
    path("routing/use/", routing.use, name="rules-routing-use"),
]
