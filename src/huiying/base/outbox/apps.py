"""Configuration of the Django app outbox."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The app ``outbox``."""

    name = "huiying.base.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
