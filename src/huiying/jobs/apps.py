"""Configuration of the Django app jobs."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app ``jobs``."""

    name = "huiying.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
