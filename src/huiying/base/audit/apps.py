"""Configuration of the Django app audit."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app ``audit``."""

    name = "huiying.base.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
