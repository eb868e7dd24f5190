"""Configuration of the Django app integration."""

from __future__ import annotations

from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    """The app ``integration``."""

    name = "huiying.base.integration"
    label = "integration"
    default_auto_field = "django.db.models.BigAutoField"
