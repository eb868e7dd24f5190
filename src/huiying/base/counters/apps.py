"""Configuration of the Django app counters: reads the counters that every app declares."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CountersConfig(AppConfig):
    """The app ``counters``."""

    name = "huiying.base.counters"
    label = "counters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the module ``counters`` of every app that has one: it declares its kinds."""
        autodiscover_modules("counters")
