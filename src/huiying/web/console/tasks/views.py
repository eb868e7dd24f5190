"""交办任务: the list of tasks, and the page of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.references.lists import offline_note
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.shared.acts import redirect_refused
from huiying.web.console.shared.component_rows import chosen_states
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.console.shared.unit_contact import unit_contact
from huiying.web.console.tasks.rows import entry_card, task_acts, task_note, task_row
from huiying.web.shared.files import file_response
from huiying.web.shared.registers.tasks import TASKS
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.promises.access import material_for
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.tasks.actions.close_task import did_the_work, passed_recheck
from huiying.work.casework.tasks.queries import search_tasks, task_entries, visible_tasks
from huiying.work.incidents.recusals.access import read_only_if_recused

PAGE = 50
OPEN = "open"
SETTLED = (AssignmentState.CLOSED, AssignmentState.RECALLED)
COLUMNS = (
    Column("left", gettext_lazy("时限"), always=True),
    Column("task", gettext_lazy("交办事项"), always=True),
    Column("state", gettext_lazy("办理进度")),
    Column("unit", gettext_lazy("承办")),
    Column("act", gettext_lazy("操作"), always=True),
)


@require_GET
def task_list(request: OfficerRequest) -> HttpResponse:
    """Tasks in sight: what waits for me first; filters say what they hide."""
    require(request.user, Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    every = visible_tasks(officer).order_by("-assigned_at", "-pk")
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", OPEN)
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_tasks(every, words=words)
    if state == OPEN:
        rows = rows.exclude(state__in=SETTLED)
    elif state in AssignmentState.values:
        rows = rows.filter(state=state)
    if request.GET.get("format") in FILES:
        return register_file(TASKS, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [task_row(row, officer, now) for row in page]
    lines.sort(key=lambda line: not line.waits)
    context = {
        "rows": lines,
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "tools": list_tools(
            request,
            "tasks",
            COLUMNS,
            files=file_links(request) if may_take(officer) else (),
        ),
        "states": chosen_states(
            [(OPEN, _("未办结")), ("", _("全部")), *AssignmentState.choices], state
        ),
        "hides": offline_note(
            every.count(), page.paginator.count, f"{reverse('console:tasks')}?state="
        ),
    }
    return render(request, "console/tasks/list.html", context)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One task: until when, in whose hands, what was done, what came of it."""
    task = task_for(request.user, number, to=Capability.SEE_INCIDENTS)
    incident = task.proposal.incident.current
    now, reader = clock.now(), read_only_if_recused(request.user, incident)
    acts = task_acts(
        task,
        reader,
        now,
        worked=did_the_work(task, request.user, now),
        rechecked=passed_recheck(task),
    )
    context = {
        "task": task_row(task, reader, now),
        "material": task.material,
        "at": task.assigned_at,
        "by": task.assigned_by.name,
        "note": task_note(task),
        "acts": acts,
        "contact": unit_contact(task.unit, request.user)
        if task.unit_id != request.user.unit_id
        else None,
        "entries": [entry_card(row) for row in task_entries(task)],
        "incident_url": part_url(incident.number, "procedure"),
    }
    return render(request, "console/tasks/task.html", context)


@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponse:
    """A file of a task or of a promise; one that is gone or changed says so."""
    row = material_for(request.user, pk)
    answer = file_response(row.file)
    if answer is not None:
        return answer
    gone = _("文件无法打开：已缺失、已销毁，或与登记时的校验值不符。请原单位重新提交。")
    back = (
        reverse("console:task", args=[row.entry.assignment.number])
        if row.entry is not None
        else reverse("console:promises")
    )
    return redirect_refused(request, Refused(gone), back)
