"""Addresses of integration."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.integration import tokens, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.integration, name="integration"),
    path("tokens/add/", sensitive(tokens.add), name="integration-token-add"),
    path("tokens/<int:pk>/", tokens.shown, name="integration-token"),
    path("tokens/<int:pk>/sign/", sensitive(tokens.sign), name="integration-token-sign"),
    path("tokens/<int:pk>/refuse/", tokens.refuse, name="integration-token-refuse"),
    path("tokens/<int:pk>/make/", sensitive(tokens.make), name="integration-token-make"),
    path("tokens/<int:pk>/end/", tokens.end, name="integration-token-end"),
]
