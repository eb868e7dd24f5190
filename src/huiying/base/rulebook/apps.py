"""Configuration of the Django app rulebook."""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """The app ``rulebook``."""

    name = "huiying.base.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"
