"""The ASGI door."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
_django = get_asgi_application()

from huiying.web.full import FullDiskSaid  # noqa: E402 - needs Django ready
from huiying.web.portal.kept import CopiesFirst  # noqa: E402

application = CopiesFirst(FullDiskSaid(_django))
