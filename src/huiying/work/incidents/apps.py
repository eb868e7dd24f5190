"""Configuration of the Django app incidents."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The app ``incidents``."""

    name = "huiying.work.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
