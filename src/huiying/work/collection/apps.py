"""Configuration of the Django app collection."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """The app ``collection``."""

    name = "huiying.work.collection"
    label = "collection"
    default_auto_field = "django.db.models.BigAutoField"
