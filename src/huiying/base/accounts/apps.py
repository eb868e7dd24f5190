"""Configuration of the Django app accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app ``accounts``."""

    name = "huiying.base.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
