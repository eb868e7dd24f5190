"""The only way a screen gets a row of integration: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.integration.models import IntegrationToken, Webhook, WebhookDelivery


def token_for(
    officer: Officer, pk: int, *, to: Capability = Capability.MANAGE_CHANNELS
) -> IntegrationToken:
    """Return a token of the officer's bureau."""
    rows = IntegrationToken.objects.select_related("asked_by", "signed_by")
    return row_for(officer, rows, to=to, pk=pk)


def webhook_for(
    officer: Officer, pk: int, *, to: Capability = Capability.MANAGE_CHANNELS
) -> Webhook:
    """Return a webhook of the officer's bureau."""
    return row_for(officer, Webhook.objects.all(), to=to, pk=pk)


def delivery_for(
    officer: Officer, pk: int, *, to: Capability = Capability.MANAGE_CHANNELS
) -> WebhookDelivery:
    """Return an event that went to a webhook of the officer's bureau."""
    rows = WebhookDelivery.objects.select_related("webhook")
    return row_for(officer, rows, to=to, pk=pk)
