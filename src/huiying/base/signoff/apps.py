"""Configuration of the Django app signoff."""

from __future__ import annotations

from django.apps import AppConfig


class SignoffConfig(AppConfig):
    """The app ``signoff``."""

    name = "huiying.base.signoff"
    label = "signoff"
    default_auto_field = "django.db.models.BigAutoField"
