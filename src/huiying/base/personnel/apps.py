"""Configuration of the Django app personnel."""

from __future__ import annotations

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    """The app ``personnel``."""

    name = "huiying.base.personnel"
    label = "personnel"
    default_auto_field = "django.db.models.BigAutoField"
