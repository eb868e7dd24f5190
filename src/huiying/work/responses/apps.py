"""Configuration of the Django app responses."""

from __future__ import annotations

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The app ``responses``."""

    name = "huiying.work.responses"
    label = "responses"
    default_auto_field = "django.db.models.BigAutoField"
