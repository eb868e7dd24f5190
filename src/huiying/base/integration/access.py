"""The only way a screen gets a row of integration: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.integration.models import IntegrationToken


def token_for(
    officer: Officer, pk: int, *, to: Capability = Capability.MANAGE_CHANNELS
) -> IntegrationToken:
    """Return a token of the officer's bureau."""
    rows = IntegrationToken.objects.select_related("asked_by", "signed_by")
    return row_for(officer, rows, to=to, pk=pk)
