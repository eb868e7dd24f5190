"""Addresses of integration."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.integration import tokens, views, webhooks
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.integration, name="integration"),
    path("tokens/add/", sensitive(tokens.add), name="integration-token-add"),
    path("tokens/<int:pk>/", tokens.shown, name="integration-token"),
    path("tokens/<int:pk>/sign/", sensitive(tokens.sign), name="integration-token-sign"),
    path("tokens/<int:pk>/refuse/", tokens.refuse, name="integration-token-refuse"),
    path("tokens/<int:pk>/make/", sensitive(tokens.make), name="integration-token-make"),
    path("tokens/<int:pk>/end/", tokens.end, name="integration-token-end"),
    path("webhooks/add/", sensitive(webhooks.add, secret=True), name="webhook-add"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/edit/", sensitive(webhooks.edit, secret=True), name="webhook-edit"),
    path("webhooks/<int:pk>/confirm/", sensitive(webhooks.confirm), name="webhook-confirm"),
    path("webhooks/<int:pk>/secret/", sensitive(webhooks.secret), name="webhook-secret"),
    path("webhooks/<int:pk>/secret/shown/", webhooks.shown, name="webhook-secret-shown"),
    path(
        "webhooks/<int:pk>/secret/confirm/",
        sensitive(webhooks.secret_confirm),
        name="webhook-secret-confirm",
    ),
    path("webhooks/<int:pk>/secret/drop/", webhooks.secret_drop, name="webhook-secret-drop"),
    path("webhooks/<int:pk>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/deliveries/<int:pk>/resend/", webhooks.resend, name="webhook-resend"),
]
