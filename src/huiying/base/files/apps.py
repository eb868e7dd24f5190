"""Configuration of the Django app files."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app ``files``."""

    name = "huiying.base.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
