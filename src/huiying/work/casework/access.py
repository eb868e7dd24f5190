"""The only way a screen gets a notice.

In:   an officer, a number, a capability.    Out:  the notice, or 404 / 403.
Cost: one query.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from huiying.base.accounts.access import row_for
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.casework.models import Notice


def notice_for(officer: Officer, number: str, *, to: Capability) -> Notice:
    """Return a notice of the officer's bureau; SIGN and REPORT_BACK only for the own unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Notice.objects.select_related(
        "incident", "unit", "notice_clock", "receipt_clock", "report_clock", "sent_by"
    )
    notice = row_for(officer, rows, to=to, number=number)
    own = (Capability.SIGN, Capability.REPORT_BACK)
    if to in own and notice.unit_id != officer.unit_id:
        raise PermissionDenied
    return notice
