"""What waits for an officer: to sign for, to decide, to report on, to do.

In:   an officer, the moment.    Out:  rows with their clocks and the page of each.
Cost: a constant number of queries; of what else there is to do, one that tells which lists
      have a row, and one for each that has.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.approvals.decision_pages import decisions_waiting_for, together
from huiying.web.console.confirmations.waiting import confirmations_waiting
from huiying.web.console.coverage.rows import monitoring_waiting
from huiying.web.console.decisions.rows import decisions_waiting
from huiying.web.console.desk.answers import answers_owed
from huiying.web.console.downward.rows import issued_waiting
from huiying.web.console.drafts.waiting import answers_waiting
from huiying.web.console.incidents.objection_lines import objections_waiting
from huiying.web.console.incidents.rises import rises_waiting
from huiying.web.console.liaison.panel import liaison_waiting
from huiying.web.console.outlets.rows import outlet_waiting
from huiying.web.console.petitions.waiting import petitions_waiting
from huiying.web.console.plans.rows import plans_waiting
from huiying.web.console.press.rows import press_waiting
from huiying.web.console.reports.waiting import report_waiting
from huiying.web.console.risks.rows import risks_waiting
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.waiting_lists import MOST, WaitingList, waiting_rows
from huiying.web.console.supervision.rows import supervisions_waiting
from huiying.web.console.sweeps.rows import sweeps_waiting
from huiying.web.console.tasks.rows import task_row
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.casework.notices.queries import (
    guidance_to_sign,
    notices_to_report,
    notices_to_sign,
    read_for_a_line,
)
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.promises.queries import promises_due
from huiying.work.casework.references.queries import references_to_contact
from huiying.work.casework.tasks.queries import tasks_awaiting_officer
from huiying.work.casework.verification.queries import (
    findings_to_confirm,
    requests_to_answer,
)
from huiying.work.incidents.core.models import Incident

DECIDES = (Capability.APPROVE, Capability.REVIEW, Capability.SIGN_ROLES)
DUE_SOON = timedelta(days=1)  # a contact or promise this near is shown on the desk


def to_sign(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return the notices and the lines to take that wait for the unit's signature.

    At most ``MOST`` of each.
    """
    if not may(officer, Capability.SIGN):
        return []
    rows = []
    notices = read_for_a_line(notices_to_sign(officer), "receipt_clock", "notice_clock")
    for notice in notices[:MOST]:
        clock = notice.receipt_clock or notice.notice_clock
        rows.append(
            WaitingRow(
                clock=clock_facts(clock, now),
                clock_id=clock.pk if clock else None,
                kind=_("通报 %(number)s") % {"number": notice.number},
                text=notice.incident.title,
                url=cached_url("console:notice", notice.number),
                label=_("签收"),
            )
        )
    receipts = guidance_to_sign(officer).select_related("notice__incident", "clock")
    for receipt in receipts[:MOST]:
        rows.append(
            WaitingRow(
                clock=clock_facts(receipt.clock, now),
                clock_id=receipt.clock_id,
                kind=_("口径 %(number)s") % {"number": receipt.notice.number},
                text=receipt.notice.incident.title,
                url=cached_url("console:notice", receipt.notice.number),
                label=_("签收口径"),
            )
        )
    return rows


def to_decide(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return what waits for the officer's decision or signature, what ends first on top.

    Several requests for roles are one row: they are signed on one page.
    """
    if not any(may(officer, one) for one in DECIDES):
        return []
    rows = sorted(
        together(list(decisions_waiting_for(officer))),
        key=lambda row: (row.clock is None, row.clock.due_at if row.clock else now),
    )
    return [
        WaitingRow(
            clock=clock_facts(row.clock, now) if row.clock else None,
            clock_id=row.clock.pk if row.clock else None,
            kind=row.label,
            text=row.title,
            url=row.url,
            label=_("审阅"),
        )
        for row in rows
    ]


def to_report(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return the notices of which the unit owes a report, what ends first; at most ``MOST``."""
    owed = read_for_a_line(notices_to_report(officer), "report_clock")
    return [
        WaitingRow(
            clock=clock_facts(notice.report_clock, now),
            clock_id=notice.report_clock_id,
            kind=_("通报 %(number)s") % {"number": notice.number},
            text=notice.incident.title,
            url=cached_url("console:notice-report", notice.number),
            label=_("反馈…"),
        )
        for notice in owed.order_by("report_clock__due_at")[:MOST]
    ]


def to_do(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return what else is the officer's next: claims, tasks, contacts, answers, channels."""
    lists = [
        *rises_waiting(officer, now),
        *objections_waiting(officer, now),
        *answers_waiting(officer, now),
        *answers_owed(officer, now),
        *_claims(officer, now),
        *_tasks(officer, now),
        *confirmations_waiting(officer, now),
        *supervisions_waiting(officer, now),
        *sweeps_waiting(officer, now),
        *risks_waiting(officer, now),
        *decisions_waiting(officer, now),
        *plans_waiting(officer, now),
        *petitions_waiting(officer, now),
        *issued_waiting(officer, now),
        *_owed(officer, now),
        *liaison_waiting(officer, now),
        *outlet_waiting(officer, now),
        *press_waiting(officer, now),
        *report_waiting(officer, now),
        *monitoring_waiting(officer, now),
    ]
    return waiting_rows(lists)


def not_shown(rows: list[WaitingRow], clocks: Collection[int | None]) -> list[WaitingRow]:
    """Return the rows without those whose clock the page shows already."""
    return [row for row in rows if row.clock_id is None or row.clock_id not in clocks]


def _claims(officer: Officer, now: datetime) -> list[WaitingList]:
    return [
        WaitingList(
            requests_to_answer(officer),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("核实单 %(number)s") % {"number": row.number},
                text=row.claim,
                url=reverse("console:docket", args=[row.number]),
                label=_("答复核实"),
            ),
        ),
        WaitingList(
            findings_to_confirm(officer),
            lambda row: WaitingRow(
                kind=_("核实单 %(number)s") % {"number": row.number},
                text=row.claim,
                url=reverse("console:docket", args=[row.number]),
                label=_("审核结论"),
            ),
        ),
    ]


def _tasks(officer: Officer, now: datetime) -> list[WaitingList]:
    def line(task: Assignment) -> WaitingRow:
        row = task_row(task, officer, now)
        return WaitingRow(
            clock=row.clock if task.clock is not None else None,
            clock_id=task.clock_id,
            kind=_("交办 %(number)s") % {"number": task.number},
            text=task.task,
            url=row.url,
            label=row.waits,
        )

    return [WaitingList(tasks_awaiting_officer(officer), line)]


def _owed(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the contacts and the promises that are due within a day, or late."""
    until = now + DUE_SOON
    return [
        WaitingList(
            references_to_contact(officer, until),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("来件 %(number)s") % {"number": row.number},
                text=_("约定再次联系：%(label)s") % {"label": row.label},
                url=_incident_url(row.incident),
                label=_("联系来件人"),
            ),
        ),
        WaitingList(
            promises_due(officer, until),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("公开承诺 %(number)s") % {"number": row.number},
                text=row.text,
                url=_incident_url(row.incident),
                label=_("登记兑现"),
            ),
        ),
    ]


def _incident_url(incident: Incident) -> str:
    number = incident.current.number
    return part_url(number, "offline")
