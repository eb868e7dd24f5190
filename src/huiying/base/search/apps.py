"""Configuration of the Django app search."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The app ``search``."""

    name = "huiying.base.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
