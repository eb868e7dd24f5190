"""The only way a screen gets emergency monitoring: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.emergency.models import EmergencyMonitoring


def emergency_for(officer: Officer, pk: int, *, to: Capability) -> EmergencyMonitoring:
    """Return the emergency monitoring of the officer's bureau."""
    return row_for(officer, EmergencyMonitoring.objects.all(), to=to, pk=pk)
