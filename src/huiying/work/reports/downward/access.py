"""The only way a screen gets a 督办 that went down: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.reports.downward.models import IssuedSupervision
from huiying.work.reports.downward.queries import issued_supervisions_of
from huiying.work.reports.exchange.access import received_report_for
from huiying.work.reports.exchange.models import ReceivedReport


def issued_supervision_for(
    officer: Officer, number: str, *, to: Capability
) -> IssuedSupervision:
    """Return a 督办 that went down, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied.
    """
    row = row_for(officer, issued_supervisions_of(officer.bureau_id), to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    return row


def judged_issued_for(
    officer: Officer, number: str, *, to: Capability = Capability.SUPERVISE
) -> IssuedSupervision:
    """Return a 督办 for who drafts its steps: the office, or a leader.

    Raises:
        Http404, PermissionDenied: As ``issued_supervision_for``.
    """
    if to in READS:
        return issued_supervision_for(officer, number, to=to)
    issued_supervision_for(officer, number, to=Capability.SEE_INCIDENTS)
    return issued_supervision_for(officer, number, to=require(officer, to, Capability.INSTRUCT))


def supervised_report_for(
    officer: Officer, number: str, *, to: Capability = Capability.SUPERVISE
) -> ReceivedReport:
    """Return a report of a subordinate for who drafts a 督办 on it: the office, or a leader.

    Raises:
        Http404, PermissionDenied: As ``received_report_for``.
    """
    if to in READS:
        return received_report_for(officer, number, to=to)
    received_report_for(officer, number, to=Capability.SEE_INCIDENTS)
    return received_report_for(officer, number, to=require(officer, to, Capability.INSTRUCT))
