"""Configuration of the Django app clocks."""

from __future__ import annotations

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The app ``clocks``."""

    name = "huiying.base.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
