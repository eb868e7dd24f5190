"""下发督办: what this bureau asks of its subordinates: the list, the page of one, its files."""

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
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.core.hashing import canonical_json
from huiying.web.console.downward.rows import (
    CourseRow,
    answer_course,
    issued_row,
    step_course,
)
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import hidden_note, state_links
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import json_file
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.downward.access import issued_supervision_for
from huiying.work.reports.downward.actions.issue import KIND
from huiying.work.reports.downward.actions.sign_step import ISSUED_KIND
from huiying.work.reports.downward.content import hash_of_waiting
from huiying.work.reports.downward.files import STEP_FORMAT, text_file
from huiying.work.reports.downward.models import IssuedState, IssuedSupervision, StepAct
from huiying.work.reports.downward.queries import (
    search_issued,
    steps_of,
    visible_issued,
    waiting_step,
)
from huiying.work.reports.downward.receipts import receipt_of_answer

SEES, PAGE = (Capability.SEE_POSTS, Capability.READ_RECORD), 50
S = IssuedState
DATED = (StepAct.ISSUED, StepAct.RETURNED)
"""Steps after which the subordinate has to answer by a day."""


@require_GET
def issued_list(request: OfficerRequest) -> HttpResponse:
    """What was asked of subordinates, the newest first; filters say what they hide."""
    require(request.user, *SEES)
    now, every = clock.now(), visible_issued(request.user)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_issued(every, words=words, state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("下发督办"),
        "lead": _("就下级报告下发的督办；由一人拟、领导签发，反馈经审核后销号。"),
        "other_label": _("下级单位"),
        "rows": [issued_row(row, now) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "states": state_links([*IssuedState.choices], state),
        "acts": _list_acts(request.user),
        "nothing": _("暂无下发的督办。"),
        "nothing_how": _("在“下级报送”打开一份报告，由“下发督办”拟写。"),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:issued-supervisions"),
            words=_("共 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
    }
    return render(request, "console/downward/list.html", context)


def _list_acts(officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.REPORT):
        return []
    return [
        act_button(_("接收反馈文件…"), "console:issued-answer-add", method="get", main=True)
    ]


@require_GET
def issued_detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One 督办: what is asked, what was signed and reached below, what was answered."""
    row = issued_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, step = request.user, waiting_step(row)
    signs = step is not None and step.signoff is not None
    context = {
        "row": issued_row(row, clock.now()),
        "list_url": reverse("console:issued-supervisions"),
        "list_label": _("下发督办"),
        "other_label": _("下级单位"),
        "acts": issued_acts(row, officer) if step is None else [],
        "course": _course(row),
        "waits": step_course(step) if step is not None else None,
        "due_at": step.due_at if step is not None and step.act in DATED else None,
        "answer_waited_on": step.answer.text if step is not None and step.answer else "",
        "signs": signs
        and not officer.only_reads
        and ISSUED_KIND.may_decide(step.signoff, officer)  # type: ignore[union-attr,arg-type]
        and step.drafted_by_id != officer.pk,  # type: ignore[union-attr]
        "yes_url": reverse("console:issued-sign", args=[row.number]),
        "back_to": reverse("console:issued-refuse", args=[row.number]),
        "hash": hash_of_waiting(row),
        "items": None,
        "clock_url": reverse("console:clock", args=[row.clock_id]) if row.clock_id else "",
        "kind": KIND,
    }
    return render(request, "console/downward/order.html", context)


def _course(row: IssuedSupervision) -> list[CourseRow]:
    answers = row.answers.select_related("supervision__report__subordinate")
    answered = {one.step for one in answers}
    found = [step_course(one, answered=one.step in answered) for one in steps_of(row)]
    found += [answer_course(one) for one in answers]
    return sorted(found, key=lambda one: (one.at, one.waits))


def issued_acts(row: IssuedSupervision, officer: Officer) -> list[ActButton]:
    """Return what an officer may do with a 督办; the next step is the main one."""
    keeps = may(officer, Capability.SUPERVISE)
    if not (keeps or may(officer, Capability.INSTRUCT)):
        return []
    found = list[ActButton]()
    if row.state == S.ANSWERED:
        found.append(act_button(_("销号…"), "console:issued-close", row.number, main=True))
        found.append(act_button(_("退回补充…"), "console:issued-return", row.number))
    signed = [one for one in steps_of(row) if one.signed_at is not None]
    if keeps and signed and signed[-1].received_at is None:
        found.append(act_button(_("重发"), "console:issued-again", row.number, method="post"))
    if row.state in (S.ISSUED, S.ANSWERED):
        found.append(act_button(_("撤销…"), "console:issued-withdraw", row.number))
    return found


@require_GET
def issued_file(request: OfficerRequest, number: str, step: int) -> HttpResponse:
    """A signed step as the file for the subordinate's installation."""
    row = issued_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    found = row.steps.filter(step=step, signed_at__isnull=False).first()
    if found is None:
        raise Http404
    name = f"{row.number}-{StepAct(found.act).value.lower()}-{found.step}"
    return json_file(text_file(STEP_FORMAT, found.content), name)


@require_GET
def answer_receipt(request: OfficerRequest, number: str, version: int) -> HttpResponse:
    """The receipt of an answer as a file, to be handed back to the subordinate."""
    row = issued_supervision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    rows = row.answers.select_related("supervision__bureau")
    found = rows.filter(version=version).first()
    if found is None:
        raise Http404
    return json_file(
        canonical_json(receipt_of_answer(found)), f"receipt-{row.number}-{version}"
    )
