"""The ASGI door."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
_django = get_asgi_application()

from huiying.config.stack import with_room  # noqa: E402 - needs Django ready
from huiying.web.full import FullDiskSaid  # noqa: E402
from huiying.web.portal.kept import CopiesFirst, PublicCopies  # noqa: E402

with_room(PublicCopies.__call__)  # below it, in a thread, runs a whole request

application = CopiesFirst(FullDiskSaid(_django))
