"""Numbers for monitoring, in the text format of Prometheus.

In:   GET with the token of ``HUIYING_METRICS_TOKEN``.
Out:  requests of the server processes, and what the database says of the work.
Cost: eight queries; nothing for who has no token.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from huiying.jobs import clock
from huiying.jobs.upkeep.state_metrics import StateCollector
from huiying.web.shared.request_metrics import register_requests
from huiying.web.shared.requests import bearer_token


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the numbers to who has the token; without one in the settings nothing is here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given, right = bearer_token(request), settings.METRICS_TOKEN
    if not hmac.compare_digest(given.encode(), right.encode()):
        return HttpResponse(
            "wrong token\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": 'Bearer realm="huiying metrics"'},
        )
    registry = CollectorRegistry()
    registry.register(StateCollector(clock.now()))
    register_requests(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)
