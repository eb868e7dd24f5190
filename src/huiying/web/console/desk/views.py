"""值班台: matters by the clock that ends first, and what waits for a decision.

In:   requests of any officer.    Out:  the desk and its two fragments that refresh.
Cost: a constant number of queries, whatever the number of matters, clocks and posts.

Who triages keeps the duty desk. Who signs begins with what waits for a signature, and who
works for a unit with what the unit signs for, reports on and does; both can look at the duty
desk too (``view=duty``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roster.queries import on_duty
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs import clock
from huiying.web.console.accusations.desk_notes import accusation_notes
from huiying.web.console.assessment.trend import trend_of
from huiying.web.console.candidates.alarms import NO_ALARMS, AlarmMarks, alarm_marks
from huiying.web.console.candidates.merge_questions import questions_for
from huiying.web.console.closing.reopening import reopening_rows
from huiying.web.console.coverage.rows import new_gaps_for
from huiying.web.console.desk.leader import leader_desk, leads
from huiying.web.console.desk.matters import MatterBoard, board_of
from huiying.web.console.desk.panels import (
    demo_suggestions,
    source_strip,
    system_problems_of,
    voids_for,
)
from huiying.web.console.desk.setup_checklist import checklist
from huiying.web.console.desk.triage import TriagePanel, triage_panel, with_alarms
from huiying.web.console.desk.unit import unit_desk, works_for_a_unit
from huiying.web.console.desk.waiting import not_shown, to_decide, to_do, to_sign
from huiying.web.console.patrols.rows import patrols_due
from huiying.web.console.roster.on_duty import duty_panel
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.candidates.clocks import ExpectedNotices

POLL_SECONDS = 5 if settings.DEMO else 15
DUTY = "duty"  # the view of the desk that everybody may ask for


@require_GET
def desk(request: OfficerRequest) -> HttpResponse:
    """The desk of who looks."""
    require(request.user, Capability.SEE_DESK)
    officer, now = request.user, clock.now()
    duty = duty_panel(officer, now)
    context: dict[str, Any] = {
        "duty": duty,
        "setup": checklist(officer, now),
        "tries": demo_suggestions(),
        "accusation_notes": accusation_notes(officer, now),
        "poll_seconds": POLL_SECONDS,
        "own": "",
    }
    own = _own_desk(officer)
    if own and not _asks_for_duty(request):
        build = leader_desk if own == "leader" else unit_desk
        context |= {own: build(officer, now, duty.officers), "troubles": []}
        return render(request, f"console/desk/{own}.html", context)
    context |= _duty_desk(request, duty.officers)
    return render(request, "console/desk/desk.html", context | {"own": own})


def _own_desk(officer: Officer) -> str:
    """Return which desk the officer begins with; "" = the duty desk."""
    if leads(officer):
        return "leader"
    return "unit" if works_for_a_unit(officer) else ""


def _asks_for_duty(request: OfficerRequest) -> bool:
    return request.GET.get("view") == DUTY or "scope" in request.GET


def _duty_desk(request: OfficerRequest, present: tuple[int, ...]) -> dict[str, Any]:
    """Return the context of the duty desk."""
    officer, now = request.user, clock.now()
    expected = ExpectedNotices(officer.bureau_id, now)
    triage = triage_panel(request, officer, expected)
    standing = list(standing_alarms(officer.bureau_id)) if _triages(officer) else []
    alarms = _marks(officer, standing, triage)
    triage = with_alarms(triage, alarms)
    board = board_of(request, officer, expected, alarms=alarms, on_duty=present)
    waiting = [*to_sign(officer, now), *to_decide(officer, now), *to_do(officer, now)]
    query = request.GET.urlencode()
    return {
        "board": board,
        "triage": triage,
        "triage_first": _ends_first(triage, board),
        "rest": _alarms_out_of_sight(alarms, board, triage),
        "troubles": system_problems_of(officer, standing),
        "matters_url": f"{reverse('console:desk-matters')}?{query}",
        "candidates_url": f"{reverse('console:candidates')}?{query}",
        "waiting": not_shown(waiting, [row.first.id for row in board.rows if row.first.own]),
        "reopenings": reopening_rows(officer),
        "questions": questions_for(officer, now),
        "voids": voids_for(officer, now),
        "patrols": patrols_due(officer, now),
        "new_gaps": new_gaps_for(officer, now),
        "sources": source_strip(officer, now),
        "trend": trend_of(Volume(officer.bureau_id), now),
        "live": True,
    }


@require_GET
def matters_fragment(request: OfficerRequest) -> HttpResponse:
    """The board of matters with its counters, alone."""
    require(request.user, Capability.SEE_DESK)
    officer, now = request.user, clock.now()
    board = board_of(
        request,
        officer,
        ExpectedNotices(officer.bureau_id, now),
        alarms=_marks(officer, standing_alarms(officer.bureau_id), None),
        on_duty=[row.officer_id for row in on_duty(officer.bureau_id, now)],
    )
    return render(request, "console/desk/_matters.html", {"board": board, "fragment": True})


@require_GET
def candidates_fragment(request: OfficerRequest) -> HttpResponse:
    """The waiting candidates alone."""
    require(request.user, Capability.SEE_DESK)
    officer, now = request.user, clock.now()
    triage = triage_panel(request, officer, ExpectedNotices(officer.bureau_id, now))
    alarms = _marks(officer, standing_alarms(officer.bureau_id), triage)
    triage = with_alarms(triage, alarms)
    return render(request, "console/desk/_candidates.html", {"triage": triage})


def _triages(officer: Officer) -> bool:
    return may(officer, Capability.TRIAGE)


def _marks(
    officer: Officer, standing: Iterable[BoardAlarm], triage: TriagePanel | None
) -> AlarmMarks:
    """Return the alarms that the officer may take."""
    if not _triages(officer):
        return NO_ALARMS
    waiting = [row.id for row in triage.rows] if triage else ()
    return alarm_marks(officer.bureau_id, standing, clock.now(), waiting=waiting)


def _ends_first(triage: TriagePanel, board: MatterBoard) -> bool:
    """Tell whether a candidate's running clock ends before every matter's."""
    if triage.ends_at is None:
        return False
    first = board.clocks[0].first if board.clocks else None
    return first is None or triage.ends_at < first.due_at


def _alarms_out_of_sight(
    alarms: AlarmMarks, board: MatterBoard, triage: TriagePanel
) -> list[Any]:
    """Return the alarms of what neither list of the page shows."""
    return list(
        alarms.without((row.id for row in triage.rows), (row.ref for row in board.rows))
    )
