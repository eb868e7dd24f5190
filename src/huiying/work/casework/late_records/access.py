"""The only way a screen gets a late record: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.late_records.actions.confirm import CONFIRMS
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.incidents.recusals.access import refuse_recused


def late_record_for(
    officer: Officer, pk: int, *, to: Capability = Capability.RECORD_DELIVERY
) -> LateRecord:
    """Return a late record by the key of its request, for who confirms such records.

    Raises:
        Http404, PermissionDenied: Also to who keeps out of the incident.
    """
    rows = LateRecord.objects.select_related(
        "incident__merged_into", "recorded_by", "signoff__decided_by"
    )
    row = row_for(officer, rows, to=Capability.SEE_INCIDENTS, signoff_id=pk)
    held = require(officer, to, *CONFIRMS)
    if row.incident is not None:
        refuse_recused(officer, row.incident.current, to=held)
    return row
