"""Configuration of the Django app casework."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The app ``casework``."""

    name = "huiying.work.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
