"""The only way a screen gets a notice or a file of a report: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.casework.core.access import OWN_UNIT_ONLY, sees_all_units
from huiying.work.casework.notices.models import Notice, ReportFile
from huiying.work.incidents.recusals.access import refuse_recused

OVERSEES = (Capability.NOTIFY, Capability.READ_RECORD, Capability.APPROVE)
"""Who reads the notices of every unit."""


def may_see_report_files(officer: Officer, notice: Notice) -> bool:
    """Tell whether an officer sees what a unit handed in: its own, or who sees every unit's.

    What one unit hands in is not for another, least of all for one that is complained of.
    """
    return notice.unit_id == officer.unit_id or sees_all_units(officer)


def report_file_for(officer: Officer, pk: int, *, to: Capability) -> ReportFile:
    """Return a file of a report.

    Raises:
        Http404, PermissionDenied: Also to officers of other units.
    """
    rows = ReportFile.objects.select_related("file", "report__notice__incident__merged_into")
    row = row_for(officer, rows, to=to, pk=pk)
    reported_notice_for(officer, row.report.notice.number, to=to)
    return row


def reported_notice_for(officer: Officer, number: str, *, to: Capability) -> Notice:
    """Return a notice whose files an officer may see, as ``report_file_for``."""
    notice = notice_for(officer, number, to=to)
    if not may_see_report_files(officer, notice):
        raise NotAllowed(to, about=notice.incident.number)
    return notice


def may_open_notice(officer: Officer, notice: Notice) -> bool:
    """Tell whether an officer reads a notice: his unit's own, or who oversees every unit's."""
    own = notice.unit_id == officer.unit_id
    return own or any(may(officer, one) for one in OVERSEES)


def open_notice_for(officer: Officer, number: str) -> Notice:
    """Return a notice to be read, with its delivery; of another unit only who oversees it.

    Raises:
        Http404, PermissionDenied.
    """
    notice = notice_for(officer, number, to=Capability.SEE_INCIDENTS)
    if not may_open_notice(officer, notice):
        raise NotAllowed(Capability.NOTIFY, about=notice.incident.number)
    return notice


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
