"""Configuration of the Django app closing."""

from __future__ import annotations

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """The app ``closing``."""

    name = "huiying.work.closing"
    label = "closing"
    default_auto_field = "django.db.models.BigAutoField"
