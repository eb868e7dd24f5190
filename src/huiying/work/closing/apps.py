"""Configuration of the Django app closing: reads what other rooms add to a dossier."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ClosingConfig(AppConfig):
    """The app ``closing``."""

    name = "huiying.work.closing"
    label = "closing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the module ``dossier_parts`` of every app that has one: it declares them."""
        autodiscover_modules("dossier_parts")
