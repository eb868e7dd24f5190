"""The register of incidents as a file for a spreadsheet, with the filter of the screen."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import ResponseValue
from huiying.web.console.incidents.rows import list_rows
from huiying.web.console.shared.exports import csv_file, xlsx_file
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.core.models import Incident

FILES = ("csv", "xlsx")
MOST = 20_000


def may_take(officer: Officer) -> bool:
    """Tell whether an officer sees every incident, and so may take the register."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def file_links(request: OfficerRequest) -> list[tuple[str, str]]:
    """Return label and address of each file; none for who sees only his unit's incidents."""
    if not may_take(request.user):
        return []
    query = request.GET.copy()
    query.pop("page", None)
    base = f"{reverse('console:incidents')}?{query.urlencode()}"
    return [(name.upper(), f"{base}&format={name}") for name in FILES]


def incident_file(
    request: OfficerRequest, rows: QuerySet[Incident], kind: str, now: datetime
) -> HttpResponse:
    """Return the incidents of the screen, a line each, at most 20,000.

    Raises:
        NotAllowed: If the officer sees only the incidents of his own unit.
    """
    if not may_take(request.user):
        raise NotAllowed(Capability.SEE_POSTS)
    incidents = list(rows[:MOST])
    headings = [
        *(_("编号"), _("标题"), _("舆情等级"), _("办理状态"), _("主办单位"), _("帖文数")),
        *(
            _("发现"),
            _("立案"),
            _("回应价值"),
            _("最先到期的时限"),
            _("在走的时限"),
            _("曾超时"),
        ),
    ]
    cells = [
        [
            incident.number,
            incident.title,
            _(Grade(incident.grade).label),
            line.stage_word,
            line.unit,
            incident.size,
            _moment(incident.discovered_at),
            _moment(incident.opened_at),
            _(ResponseValue(incident.response_value).label) if incident.response_value else "",
            _moment(line.next_clock.due_at) if line.next_clock else "",
            line.other_clocks + 1 if line.next_clock else 0,
            line.breached,
        ]
        for incident, line in zip(incidents, list_rows(incidents, now), strict=True)
    ]
    make = csv_file if kind == "csv" else xlsx_file
    return make("incidents", headings, cells)


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
