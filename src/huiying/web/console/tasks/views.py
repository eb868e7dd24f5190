"""交办任务: what waits for me first; one task with everything that was done and its files.

In:   requests of officers who see incidents.    Out:  list, page, a file.
Cost: a constant number of queries; the page of a task reads its files once.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import may
from huiying.jobs import clock
from huiying.web.console.acts import refused
from huiying.web.console.offline.lists import hides_of, offline_lists
from huiying.web.console.tasks.rows import entry_card, task_acts, task_note, task_row
from huiying.web.files import served
from huiying.web.requests import OfficerRequest
from huiying.work.casework.access import assignment_for, material_for
from huiying.work.casework.actions.close_task import did_the_work, passed_recheck
from huiying.work.casework.offline import AssignmentState, entries_of, tasks_in_sight
from huiying.work.casework.procedure import incident_now
from huiying.work.incidents.access import as_reader
from huiying.work.incidents.exceptions import CannotDecide

PAGE = 50
OPEN = "open"
SETTLED = (AssignmentState.CLOSED, AssignmentState.RECALLED)


@require_GET
def task_list(request: OfficerRequest) -> HttpResponse:
    """Tasks in sight: what waits for me first; filters say what they hide."""
    require(request.user, Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    every = tasks_in_sight(officer).order_by("-assigned_at", "-pk")
    state = request.GET.get("state", OPEN)
    rows = every
    if state == OPEN:
        rows = every.exclude(state__in=SETTLED)
    elif state in AssignmentState.values:
        rows = every.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [task_row(row, officer, now) for row in page]
    lines.sort(key=lambda line: not line["waits"])
    choices = [(OPEN, _("没有办完的")), ("", _("全部")), *AssignmentState.choices]
    context = {
        "rows": lines,
        "page_obj": page,
        "lists": offline_lists("tasks", officer),
        "states": [
            {"code": code, "label": label, "current": code == state} for code, label in choices
        ],
        "hides": hides_of(
            every.count(), page.paginator.count, f"{reverse('console:tasks')}?state="
        ),
    }
    return render(request, "console/tasks/list.html", context)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One task: until when, in whose hands, what was done, what came of it."""
    task = assignment_for(request.user, number, to=Capability.SEE_INCIDENTS)
    incident = incident_now(task.proposal.incident)
    now, reader = clock.now(), as_reader(request.user, incident)
    acts = task_acts(
        task,
        reader,
        worked=did_the_work(task, request.user),
        rechecked=passed_recheck(task),
    )
    context: dict[str, Any] = {
        "task": {
            **task_row(task, reader, now),
            "material": task.material,
            "at": task.assigned_at,
            "by": task.assigned_by.name,
        },
        "note": task_note(task),
        "acts": acts,
        "entries": [entry_card(row) for row in entries_of(task)],
        "incident_url": f"{reverse('console:incident', args=[incident.number])}#procedure",
        "sees_all": may(reader, Capability.SEE_POSTS),
    }
    return render(request, "console/tasks/task.html", context)


@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponse:
    """A file of a task or of a promise; one that is gone or changed says so."""
    row = material_for(request.user, pk)
    answer = served(row.file)
    if answer is not None:
        return answer
    gone = _("这个文件打不开：不见了、已销毁，或与登记时的哈希不符。请原单位重新提交。")
    back = (
        reverse("console:task", args=[row.entry.assignment.number])
        if row.entry is not None
        else reverse("console:promises")
    )
    return refused(request, CannotDecide(gone), back)
