"""上级督办: what superiors ask of this bureau: the list, the page of one, its files."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may, read_only
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.core.hashing import canonical_json
from huiying.web.console.downward.rows import (
    CourseRow,
    superior_answer_course,
    superior_row,
    superior_step_course,
)
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import hidden_note, state_links
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import json_file
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.superior_supervision.access import superior_supervision_for
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.superior_supervision.queries import (
    search_superior_supervisions,
    visible_superior_supervisions,
)
from huiying.work.casework.supervision.queries import supervisions_by_superior
from huiying.work.incidents.recusals.queries import active_recusal_of
from huiying.work.reports.downward.actions.answer import ANSWER_KIND, hash_of_waiting_answer
from huiying.work.reports.downward.files import ANSWER_FORMAT, text_file
from huiying.work.reports.downward.queries import (
    answers_of,
    finished_item,
    open_items,
    waiting_answer,
)
from huiying.work.reports.downward.receipts import receipt_of_step

SEES, PAGE = (Capability.SEE_POSTS, Capability.READ_RECORD), 50
S = SuperiorState


@require_GET
def superior_list(request: OfficerRequest) -> HttpResponse:
    """What superiors ask, the newest first; filters say what they hide."""
    require(request.user, *SEES)
    now, every = clock.now(), visible_superior_supervisions(request.user)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = search_superior_supervisions(every, words=words, state=state)
    rows = every.none() if refusal else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("上级督办"),
        "lead": _("上级机关就本局报告下发的督办；立项交单位办理，反馈经领导签发后报出。"),
        "other_label": _("上级机关"),
        "rows": [superior_row(row, now) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "states": state_links([*SuperiorState.choices], state),
        "acts": _list_acts(request.user),
        "nothing": _("暂无上级督办。"),
        "nothing_how": _("上级来件由“接收文件”核对后登记，或由上级系统凭令牌推送。"),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:superior-supervisions"),
            words=_("共 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
    }
    return render(request, "console/downward/list.html", context)


def _list_acts(officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.REPORT):
        return []
    name = "console:superior-supervision-add"
    return [act_button(_("接收文件…"), name, method="get", main=True)]


@require_GET
def superior_detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One demand of a superior: what is asked, what the units do, what was answered."""
    row = superior_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, answer = request.user, waiting_answer(row)
    if row.incident is not None and active_recusal_of(officer, row.incident):
        officer = read_only(officer)
    signs = answer is not None and answer.signoff is not None
    context = {
        "row": superior_row(row, clock.now()),
        "list_url": reverse("console:superior-supervisions"),
        "list_label": _("上级督办"),
        "other_label": _("上级机关"),
        "acts": superior_acts(row, officer) if answer is None else [],
        "course": _course(row),
        "waits": superior_answer_course(answer) if answer is not None else None,
        "due_at": None,
        "answer_waited_on": "",
        "signs": signs
        and not officer.only_reads
        and ANSWER_KIND.may_decide(answer.signoff, officer)  # type: ignore[union-attr,arg-type]
        and officer.pk not in ANSWER_KIND.authors(row),
        "yes_url": reverse("console:superior-answer-sign", args=[row.number]),
        "back_to": reverse("console:superior-answer-refuse", args=[row.number]),
        "hash": hash_of_waiting_answer(row),
        "items": list(supervisions_by_superior(row)),
        "clock_url": reverse("console:clock", args=[row.clock_id]) if row.clock_id else "",
    }
    return render(request, "console/downward/order.html", context)


def _course(row: SuperiorSupervision) -> list[CourseRow]:
    found = [superior_step_course(one) for one in row.steps.select_related("superior")]
    found += [superior_answer_course(one) for one in answers_of(row)]
    return sorted(found, key=lambda one: (one.at, one.waits))


def superior_acts(row: SuperiorSupervision, officer: Officer) -> list[ActButton]:
    """Return what an officer may do with a demand; the next step is the main one."""
    keeps = may(officer, Capability.SUPERVISE)
    if not (keeps or may(officer, Capability.INSTRUCT)):
        return []
    found = list[ActButton]()
    if row.state == S.RECEIVED:
        ready = finished_item(row) is not None and not open_items(row).exists()
        if ready:
            name = "console:superior-answer"
            found.append(act_button(_("反馈上级…"), name, row.number, main=True))
        if keeps:
            main = not ready and not open_items(row).exists()
            name = "console:supervise-superior"
            found.append(act_button(_("立项督办…"), name, row.number, main=main))
    signed = [one for one in answers_of(row) if one.signed_at is not None]
    if keeps and signed and signed[-1].received_at is None:
        url = "console:superior-answer-again"
        found.append(act_button(_("重发反馈"), url, row.number, method="post"))
        name = "console:superior-answer-arrived"
        found.append(act_button(_("登记送达…"), name, row.number))
    return found


@require_GET
def answer_file(request: OfficerRequest, number: str, version: int) -> HttpResponse:
    """A signed answer as the file for the superior's installation."""
    row = superior_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    found = row.answers.filter(version=version, signed_at__isnull=False).first()
    if found is None:
        raise Http404
    return json_file(text_file(ANSWER_FORMAT, found.content), f"{row.number}-F{version}")


@require_GET
def step_receipt(request: OfficerRequest, number: str, step: int) -> HttpResponse:
    """The receipt of a step as a file, to be handed back to the superior."""
    row = superior_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    found = row.steps.select_related("superior__bureau").filter(step=step).first()
    if found is None:
        raise Http404
    return json_file(canonical_json(receipt_of_step(found)), f"receipt-{row.number}-{step}")
