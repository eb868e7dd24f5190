"""Register the screens with Django, so that their templates, static files and tags are found.

In:   ``INSTALLED_APPS``.          Out:  the app label ``web``.
Cost: none.
"""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens: console for staff, portal for the public, api for machines."""

    name = "huiying.web"
    label = "web"
    verbose_name = "回应"
