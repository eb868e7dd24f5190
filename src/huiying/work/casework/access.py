"""The only way a screen gets a notice or a docket.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act, and for an officer who sees only what concerns his unit.
"""

from __future__ import annotations

from huiying.base.accounts.access import NotAllowed, row_for
from huiying.base.accounts.capabilities import READS, Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.work.casework.models import Docket, Evidence, Notice
from huiying.work.incidents.access import keep_out


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
        raise NotAllowed(to, about=notice.incident.number)
    keep_out(officer, notice.incident, to=to)
    return notice


def docket_for(officer: Officer, number: str, *, to: Capability) -> Docket:
    """Return a docket of the officer's bureau; REPORT_BACK only for the unit that was asked.

    An officer without SEE_POSTS (承办人员) sees what his unit was asked, and what answers an
    incident that concerns his unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Docket.objects.select_related("unit", "asked_by", "clock")
    docket = row_for(officer, rows, to=to, number=number)
    own = docket.unit_id == officer.unit_id
    if to == Capability.REPORT_BACK and not own:
        raise NotAllowed(to)
    if to not in READS:
        for link in docket.serves.select_related("incident"):
            keep_out(officer, link.incident, to=to)
    if own or may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return docket
    unit = officer.unit_id
    if unit is None or not docket.serves.filter(incident__concerned__unit_id=unit).exists():
        raise NotAllowed(to)
    return docket


def evidence_for(officer: Officer, number: str, pk: int, *, to: Capability) -> Evidence:
    """Return one piece of evidence of a docket, as ``docket_for``."""
    docket = docket_for(officer, number, to=to)
    rows = Evidence.objects.select_related("finding__docket__unit", "finding__docket__clock")
    return row_for(officer, rows, to=to, pk=pk, finding__docket=docket)
