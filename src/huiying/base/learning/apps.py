"""Configuration of the Django app learning."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """The app ``learning``."""

    name = "huiying.base.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
