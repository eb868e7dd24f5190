"""通报: the notice page of the unit, made for phones.

In:   requests of officers with SIGN, REPORT_BACK.    Out:  pages and acts.
Cost: a constant number of queries. Being shown the notice is delivery (design §6): the page is
      opened by a signed-in officer of the unit, which no mail scanner can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.outbox.queries import dead_letters
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.incidents.objection_lines import (
    notice_lodge_acts,
    notice_objections,
)
from huiying.web.console.incidents.rows import NoticeRow, notice_row
from huiying.web.console.notices.desk_panel import desk_panel
from huiying.web.console.notices.forms import ReturnForm
from huiying.web.console.notices.report import may_sign_and_report
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.component_rows import hidden_note, state_links
from huiying.web.console.shared.last_change import last_change_of_notice
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.guidance_rows import NoticeGuidance
from huiying.web.shared.notice_page import notice_page, signed_words
from huiying.web.shared.registers.notices import NOTICES
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.work.casework.notices.access import notice_for, open_notice_for
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.notices.queries import (
    newer_notice,
    search_notices,
    visible_notices,
    waiting_first,
)

NOTIFY = Capability.NOTIFY
ENDED = ("done", "done_late")
PAGE = 30
COLUMNS = (
    Column("left", gettext_lazy("时限"), always=True),
    Column("number", gettext_lazy("事件"), always=True),
    Column("state", gettext_lazy("当前环节")),
    Column("unit", gettext_lazy("通报单位")),
    Column("sent", gettext_lazy("发送人")),
    Column("act", gettext_lazy("操作"), always=True),
)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list of a unit, or of the bureau.

    Attributes:
        clock: The one that counts now; clock_word: what it counts.
        waits_for: What the unit is waited for: "sign", "report" or "".
    """

    notice: NoticeRow
    title: str
    clock: ClockFacts
    clock_word: str
    waits_for: str


@require_GET
def notice_list(request: OfficerRequest) -> HttpResponse:
    """Notices, what waits first: the unit's own, or all of the bureau for who sends them."""
    require(request.user, Capability.SIGN, Capability.REPORT_BACK, Capability.NOTIFY)
    now = clock.now()
    officer, words = request.user, request.GET.get("q", "").strip()
    state = request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    every = visible_notices(officer)
    found = every.none() if refusal else search_notices(every, words=words, state=state)
    if request.GET.get("format") in FILES:
        return register_file(NOTICES, found, request.GET["format"], officer)
    related = ("proofs__recorded_by", "guidance_receipts__clock")
    rows = waiting_first(found).prefetch_related(*related)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_line(notice, officer, now) for notice in page],
        "dead": dead_letters(officer.bureau_id).count() if may(officer, NOTIFY) else 0,
        "q": words,
        "refusal": refusal,
        "states": state_links(NoticeState.choices, state),
        "tools": list_tools(
            request,
            "notices",
            COLUMNS,
            files=file_links(request) if may_take(officer) else (),
        ),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:notices"),
            words=_("共 %(total)s 份通报，符合条件 %(shown)s 份。"),
            hidden_words=_("未显示 %(count)s 份"),
        ),
    }
    return render(request, "console/notices/list.html", context)


def _line(notice: Notice, officer: Officer, now: datetime) -> NoticeLine:
    row = notice_row(notice, officer, now)
    facts, word, waits_for = _own_clock(row, notice, now)
    guidance = [
        receipt.clock
        for receipt in notice.guidance_receipts.all()
        if receipt.clock is not None and receipt.clock.stopped_at is None
    ]
    if guidance and facts.state in (*ENDED, "unknown"):  # new guidance waits to be signed
        first = min(guidance, key=lambda clock: clock.due_at)
        facts, word = clock_facts(first, now), _("口径签收")
    return NoticeLine(row, notice.incident.title, facts, word, waits_for)


def _own_clock(row: NoticeRow, notice: Notice, now: datetime) -> tuple[ClockFacts, str, str]:
    """Return the clock of a notice that counts now, its word, what the unit is waited for."""
    if row.state == NoticeState.SIGNED:
        facts = clock_facts(notice.report_clock, now)
        return facts, _("反馈"), "" if facts.state in ENDED else "report"
    if row.state == NoticeState.RETURNED:
        return row.receipt, _("签收"), ""
    if row.receipt.due_at is None:  # not delivered: the notice itself has to be in time
        return row.notice, _("通报"), "sign"
    return row.receipt, _("签收"), "sign"


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One notice: what is asked, how long there is, sign or return; showing it delivers it."""
    notice = open_notice_for(request.user, number)
    now = clock.now()
    if mark_shown(notice=notice, officer=request.user, now=now):
        notice = open_notice_for(request.user, number)
    officer = request.user
    objections = notice_objections(notice, officer)
    page = notice_page(notice, now)
    guidance = page["guidance"]
    assert guidance is None or isinstance(guidance, NoticeGuidance)  # noqa: S101 - for mypy
    context = {
        **page,
        "back_url": reverse("console:notices")
        if may(officer, Capability.SIGN)
        else reverse("console:incident", args=[notice.incident.number]),
        "sign_action": reverse("console:notice-sign", args=[number]),
        "desk": desk_panel(notice, officer) if notice.unit_id != officer.unit_id else None,
        "sign_label": _("签收，由%(unit)s办理") % {"unit": notice.unit.name},
        "version": notice.revision,
        "other_acts": _acts(notice, officer, guidance),
        "objections": objections,
        "objection_acts": notice_lodge_acts(notice, officer, objections),
        "done": _done(notice, officer),
        "guidance_url": reverse("console:guidance", args=[notice.incident.current.number]),
        "guidance_action": reverse("console:guidance-sign", args=[number])
        if may(officer, Capability.SIGN) and notice.unit_id == officer.unit_id
        else "",
    }
    return render(request, "shared/notice.html", context)


def _done(notice: Notice, officer: Officer) -> str | None:
    """Say why there is no button to sign: signed, returned, or another unit's."""
    if notice.state == NoticeState.SIGNED:
        return signed_words(notice)
    if notice.state == NoticeState.RETURNED:
        return _("已退回：%(reason)s") % {"reason": notice.return_reason}
    if newer := newer_notice(notice):
        words = _("本通报已由通报 %(number)s 代替，请签收新通报。")
        return words % {"number": newer.number}
    if notice.unit_id != officer.unit_id or not may(officer, Capability.SIGN):
        return _("签收仅限%(unit)s人员；单位不便登录的，可电话代签。") % {
            "unit": notice.unit.name
        }
    return None


def _acts(notice: Notice, officer: Officer, guidance: NoticeGuidance | None) -> list[ActButton]:
    if notice.unit_id != officer.unit_id or notice.state == NoticeState.RETURNED:
        return []
    number = notice.number
    if notice.state == NoticeState.SIGNED:
        if not may(officer, Capability.REPORT_BACK):
            return []
        url = reverse("console:notice-report", args=[number])
        return [
            act_button(_("反馈核实与处置情况…"), url, main=True),
            act_button(_("登记对外答复…"), "console:notice-answered", number),
        ]
    acts = [act_button(_("退回…"), "console:notice-return", number)]
    if newer_notice(notice) is None and may_sign_and_report(notice, officer):
        url = reverse("console:notice-report", args=[number])
        shown = guidance.version if guidance else 0
        acts.insert(0, act_button(_("签收并反馈…"), f"{url}?guidance={shown}"))
    return acts


@require_POST
def sign(request: OfficerRequest, number: str) -> HttpResponse:
    """签收,由我科办理."""
    notice = notice_for(request.user, number, to=Capability.SIGN)
    back = reverse("console:notice", args=[number])
    try:
        sign_notice(
            notice=notice,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
            seen_guidance=submitted_version(request, "guidance"),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已签收。请在时限内反馈核实情况。"), back)


def send_back(request: OfficerRequest, number: str) -> HttpResponse:
    """退回: not our matter, with the reason."""
    notice = notice_for(request.user, number, to=Capability.SIGN)
    text = ActText(
        title=_("退回通报"),
        lead=_("退回后由值班台转办，通报时限连续计算。"),
        submit=_("退回"),
        about=about(notice.incident),
        back=reverse("console:notice", args=[number]),
        danger=True,
    )
    form = ReturnForm(request.POST or None)

    def perform() -> Outcome:
        return_notice(
            notice=notice,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已退回值班台。"), reverse("console:notices")

    return carry_out(
        request, form, text, notice.revision, perform, last_change=last_change_of_notice(notice)
    )
