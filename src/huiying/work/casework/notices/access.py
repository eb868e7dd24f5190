"""The only way a screen gets a notice: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import OWN_UNIT_ONLY
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.recusals.access import refuse_recused


def notice_for(officer: Officer, number: str, *, to: Capability) -> Notice:
    """Return a notice of the officer's bureau; SIGN and REPORT_BACK only for the own unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Notice.objects.select_related("incident", "unit")
    if to in READS:  # an act reads its clocks anew
        rows = rows.select_related("notice_clock", "receipt_clock", "report_clock", "sent_by")
    notice = row_for(officer, rows, to=to, number=number)
    if to in OWN_UNIT_ONLY and notice.unit_id != officer.unit_id:
        raise NotAllowed(to, about=notice.incident.number)
    refuse_recused(officer, notice.incident, to=to)
    return notice
