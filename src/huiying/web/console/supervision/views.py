"""督办: the list of items, the page of one, its files."""

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
from huiying.base.accounts.roles.queries import read_only
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.instructions.subjects import matter_url
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.registers.supervisions import SUPERVISIONS
from huiying.web.console.shared.acts import redirect_refused
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.console.shared.unit_contact import unit_contact
from huiying.web.console.supervision.rows import (
    step_card,
    supervision_item_acts,
    supervision_note,
    supervision_row,
)
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.instructions.access import in_sight
from huiying.work.casework.supervision.access import supervision_file_for, supervision_for
from huiying.work.casework.supervision.actions.close import SUPERVISION_KIND, closing_hash
from huiying.work.casework.supervision.models import SupervisionState
from huiying.work.casework.supervision.queries import (
    search_supervisions,
    supervision_entries,
    visible_supervisions,
)
from huiying.work.incidents.recusals.queries import active_recusal_of

SEE = Capability.SEE_INCIDENTS
PAGE = 50
OPEN = "open"
COLUMNS = (
    Column("left", gettext_lazy("时限"), always=True),
    Column("demand", gettext_lazy("督办事项"), always=True),
    Column("state", gettext_lazy("办理进度")),
    Column("unit", gettext_lazy("承办")),
    Column("origin", gettext_lazy("督办依据")),
    Column("act", gettext_lazy("操作"), always=True),
)


@require_GET
def supervision_list(request: OfficerRequest) -> HttpResponse:
    """Items in sight: what waits for me first; filters say what they hide."""
    require(request.user, SEE)
    now, officer = clock.now(), request.user
    every = visible_supervisions(officer)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", OPEN)
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_supervisions(every, words=words)
    if state == OPEN:
        rows = rows.exclude(state=SupervisionState.CLOSED)
    elif state in SupervisionState.values:
        rows = rows.filter(state=state)
    if request.GET.get("format") in FILES:
        return register_file(SUPERVISIONS, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [supervision_row(row, officer, now) for row in page]
    lines.sort(key=lambda line: not line.waits)
    context = {
        "rows": lines,
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "tools": list_tools(
            request,
            "supervisions",
            COLUMNS,
            files=file_links(request) if may_take(officer) else (),
        ),
        "states": chosen_states(
            [(OPEN, _("未销号")), ("", _("全部")), *SupervisionState.choices], state
        ),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            f"{reverse('console:supervisions')}?state=",
            words=_("共 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
    }
    return render(request, "console/supervision/list.html", context)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One item: what is asked of whom, until when, what was answered, who signs."""
    row = supervision_for(request.user, number, to=SEE)
    reader, matter, now = request.user, row.matter, clock.now()
    if matter.incident is not None and active_recusal_of(reader, matter.incident):
        reader = read_only(reader)
    waits = row.state == SupervisionState.CLOSING and row.closing is not None
    signs = waits and not reader.only_reads
    context = {
        "item": supervision_row(row, reader, now),
        "matter_url": matter_url(matter, request.user),
        "note": supervision_note(row),
        "acts": supervision_item_acts(row, reader),
        "instruction": row.instruction
        if row.instruction is not None and in_sight(request.user, row.instruction)
        else None,
        "contact": unit_contact(row.unit, request.user)
        if row.unit_id != request.user.unit_id
        else None,
        "steps": [step_card(one, request.user) for one in supervision_entries(row)],
        "waits": waits,
        "signs": signs
        and row.closing is not None
        and SUPERVISION_KIND.may_decide(row.closing, reader)
        and row.closing.requested_by_id != reader.pk,
        "hash": closing_hash(row),
        "requested_by": row.closing_requested_by.name if row.closing_requested_by else "",
        "closed_by": row.closed_by.name if row.closed_by else "",
        "closed_at": row.closed_at,
        "clock_url": reverse("console:clock", args=[row.clock_id]) if row.clock_id else "",
    }
    return render(request, "console/supervision/supervision.html", context)


@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponse:
    """A file of an answer; one that is gone or changed says so."""
    row = supervision_file_for(request.user, pk, to=SEE)
    answer = file_response(row.file)
    if answer is not None:
        return answer
    gone = _("文件无法打开：已缺失、已销毁，或与登记时的校验值不符。请原单位重新提交。")
    back = reverse("console:supervision", args=[row.entry.supervision.number])
    return redirect_refused(request, Refused(gone), back)
