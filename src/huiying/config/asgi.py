"""The ASGI entry point."""

from __future__ import annotations

import os
import warnings

import django

# Static files are small and read at once; the warning is about large streams.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - needs Django ready

import huiying.config.urls  # noqa: E402, F401 - with every screen, so that no request loads one
from huiying.base.garbage_collection import relax_garbage_collection  # noqa: E402
from huiying.config.bounded_handler import BoundedHandler  # noqa: E402
from huiying.config.tuning import reserve_stack  # noqa: E402 - needs Django ready
from huiying.web.errors.body_limits import BodyLimits  # noqa: E402
from huiying.web.errors.disk_full import DiskFullHandler  # noqa: E402
from huiying.web.errors.unreadable_headers import ReadableContentType  # noqa: E402
from huiying.web.portal.page_cache import CachedPages, CachedPagesHandler  # noqa: E402
from huiying.web.shared.request_metrics import count_process  # noqa: E402
from huiying.web.shared.traced_requests import TracedRequests  # noqa: E402

reserve_stack(CachedPages.__call__)  # below it, in a thread, runs a whole request

_django = BoundedHandler(settings.REQUESTS_AT_ONCE, settings.TURNS_AT_ONCE)
_guarded = BodyLimits(CachedPagesHandler(DiskFullHandler(_django)))
application = TracedRequests(ReadableContentType(_guarded))
count_process()
relax_garbage_collection()
