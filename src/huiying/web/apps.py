"""Register the screens with Django, so that their templates, static files and tags are found.

In:   ``INSTALLED_APPS``.          Out:  the app label ``web``; fields refuse invisible text.
Cost: none.
"""

from django import forms
from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens: console for staff, portal for the public, api for machines."""

    name = "huiying.web"
    label = "web"
    verbose_name = "回应"

    def ready(self) -> None:
        """Let every field for text ask for text that can be seen, whoever wrote the form."""
        from huiying.web.shared.visible_text import refuse_invisible_text  # noqa: PLC0415

        forms.CharField.default_validators = [refuse_invisible_text]
