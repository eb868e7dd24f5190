"""The page of integration: which systems read, and which are told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.integration.rows import token_rows, webhook_rows
from huiying.web.shared.requests import OfficerRequest


@require_GET
def integration(request: OfficerRequest) -> HttpResponse:
    """List the tokens of other systems, how they are used and when they end."""
    require(request.user, Capability.MANAGE_CHANNELS)
    now = clock.now()
    context = {
        "tokens": token_rows(request.user, now),
        "webhooks": webhook_rows(request.user, now),
        "described_url": reverse("api:v1:openapi-json"),
    }
    return render(request, "console/integration/integration.html", context)
