"""Address of the rule book."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.rules import views

urlpatterns = [path("", views.rules, name="rules")]
