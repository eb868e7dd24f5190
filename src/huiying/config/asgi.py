"""The ASGI door."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
application = get_asgi_application()
