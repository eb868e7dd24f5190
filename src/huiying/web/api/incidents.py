"""Incidents for systems that read: numbers, grades, stages, deadlines; no post, no person.

In:   ``GET /api/v1/incidents``, a token with ``incidents:read``.    Out:  a page of rows.
Cost: three queries a page.

A token sees every incident of its bureau, as who keeps the registers does; who keeps out of an
incident (回避) may read it too. Accusations are no incidents and appear nowhere.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.models import Clock
from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.scopes import Scope
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.web.api.calls import CallRefused, api
from huiying.web.api.read_schema import INCIDENT, INCIDENTS
from huiying.web.api.reading import answer, choice_of, moment, moment_of, page_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.changes import incidents_with_changes


@api.get("/incidents", url_name="incidents", openapi_extra=INCIDENTS)
def list_incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents of the bureau, the first registered first."""

    def read(token: IntegrationToken) -> dict[str, Any]:
        page = page_of(request, _chosen(request, token))
        return {"items": [_body(row) for row in page.rows], "next": page.after or None}

    return answer(request, Scope.INCIDENTS, read)


@api.get("/incidents/{number}", url_name="incident", openapi_extra=INCIDENT)
def read_incident(request: HttpRequest, number: str) -> HttpResponse:
    """Return one incident by its number."""

    def read(token: IntegrationToken) -> dict[str, Any]:
        row = incidents_with_changes(token.bureau_id).filter(number=number).first()
        if row is None:
            raise CallRefused(404, "no_such_incident", _("无此编号的事件。"))
        return _body(row)

    return answer(request, Scope.INCIDENTS, read)


def _chosen(request: HttpRequest, token: IntegrationToken) -> QuerySet[Incident]:
    rows = incidents_with_changes(token.bureau_id, moment_of(request, "changed_since"))
    if stage := choice_of(request, "stage", [str(one) for one in Stage]):
        rows = rows.filter(stage=stage)
    if grade := choice_of(request, "grade", [one.name for one in Grade]):
        rows = rows.filter(grade=Grade[grade])
    return rows


def _body(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": masked_text(row.title),
        "stage": row.stage,
        "grade": Grade(row.grade).name,
        "severity": row.severity or None,
        "event_kind": row.event_kind or None,
        "response_value": row.response_value or None,
        "lead_unit": row.lead_unit.name if row.lead_unit else None,
        "posts": row.size,
        "discovered_at": moment(row.discovered_at),
        "opened_at": moment(row.opened_at),
        "last_post_at": moment(row.last_post_at),
        "changed_at": moment(row.changed_at),
        "notice_deadline": _deadline(row.notice_clock),
        "response_deadline": _deadline(row.response_clock),
        "merged_into": row.merged_into.number if row.merged_into else None,
    }


def _deadline(clock: Clock | None) -> dict[str, Any] | None:
    if clock is None:
        return None
    return {
        "due_at": moment(clock.due_at),
        "state": clock.state,
        "stopped_at": moment(clock.stopped_at),
        "breached": clock.breached_at is not None,
    }
