"""指导解疑释惑: versions of an incident's guidance, acknowledgements, outside answers."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.guidance.forms import AnsweredByForm, AnsweredForm, GuidanceForm
from huiying.web.console.guidance.rows import unit_row
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
)
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.declared_acts import ButtonAct, By, Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.guidance_rows import version_row
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.record_outside_answer import (
    OutsideAnswerInput,
    record_outside_answer,
)
from huiying.work.casework.notices.actions.sign_guidance import sign_guidance
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.notices.queries import guidance_versions, standing_notices
from huiying.work.incidents.incidents.access import incident_for


@require_GET
def versions(request: OfficerRequest, number: str) -> HttpResponse:
    """Every version in full, with what it changed, and who signed which."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    found = list(guidance_versions(incident))
    rows = [version_row(new, old) for new, old in pairwise([*found, None]) if new]
    notices = standing_notices(incident).prefetch_related("guidance_receipts__guidance")
    context = {
        "incident": incident_line(incident, "guidance"),
        "back_url": _page(number),
        "rows": rows,
        "units": [unit_row(notice, found[0]) for notice in notices] if found else [],
    }
    return render(request, "console/guidance/versions.html", context)


@form_page
def write(request: OfficerRequest, number: str) -> HttpResponse:
    """出口径、改口径: a new version; the old ones stay readable."""
    incident = incident_for(request.user, number, to=Capability.NOTIFY)
    last = guidance_versions(incident).first()
    version = last.version if last else 0
    text = ActText(
        title=_("修订口径") if last else _("制发口径"),
        lead=_("所有被通报的单位会收到第 %(version)s 版，并重新签收。旧版保留可查。")
        % {"version": version + 1}
        if last
        else _("随每份通报发给单位；已经通报的单位会收到并签收。"),
        safe=_("口径写事实和答复要点，不写对个人的评价。"),
        submit=_("发出第 %(version)s 版口径") % {"version": version + 1},
        back=_page(number),
    )
    start = (
        {"agreed_line": last.agreed_line, "brief": last.brief, "unknown": last.unknown}
        if last
        else {}
    )
    form = GuidanceForm(request.POST or None, first=last is None, initial=start)

    def perform() -> Outcome:
        values = form.cleaned_data
        text = GuidanceInput(
            values["agreed_line"],
            values["brief"],
            values["unknown"],
            values.get("change_note", ""),
        )
        guidance = issue_guidance(
            incident=incident,
            text=text,
            officer=request.user,
            now=clock.now(),
            shown_version=submitted_version(request),
        )
        sentence = _("第 %(version)s 版口径已发出。") % {"version": guidance.version}
        return sentence, _page(number)

    return carry_out(request, form, text, version, perform)


NOTICE = Target(
    row=notice_for, back=lambda notice: reverse("console:notice", args=[notice.number])
)


@ButtonAct(NOTICE, Capability.SIGN)
def sign(notice: Notice, by: By, _posted: QueryDict) -> Text:
    """签收口径: the version that the page showed."""
    sign_guidance(notice=notice, version=by.revision or 0, **by.stamp)
    return _("口径已签收。")


@form_page
def answered(request: OfficerRequest, number: str) -> HttpResponse:
    """登记在外答复, by the desk for a unit that was notified."""
    incident = incident_for(request.user, number, to=Capability.NOTIFY)
    units = [(row.unit_id, row.unit.name) for row in standing_notices(incident)]
    form = AnsweredByForm(request.POST or None, units=units)
    asked = _asked(_page(number))

    def perform() -> Outcome:
        now = clock.now()
        record_outside_answer(
            incident=incident,
            unit=unit_for(request.user, form.cleaned_data["unit"], to=Capability.NOTIFY),
            answered=_answered(form, now),
            officer=request.user,
            now=now,
        )
        return _("已登记对外答复。"), _page(number)

    return carry_out(request, form, asked, 0, perform)


@form_page
def answered_by_us(request: OfficerRequest, number: str) -> HttpResponse:
    """登记在外答复, by the unit itself on its notice."""
    notice = notice_for(request.user, number, to=Capability.REPORT_BACK)
    back = reverse("console:notice", args=[number])
    form, asked = AnsweredForm(request.POST or None), _asked(back)

    def perform() -> Outcome:
        now = clock.now()
        record_outside_answer(
            incident=notice.incident.current,
            unit=notice.unit,
            answered=_answered(form, now),
            officer=request.user,
            now=now,
        )
        return _("已登记对外答复。"), back

    return carry_out(request, form, asked, 0, perform)


def _asked(back: str) -> ActText:
    return ActText(
        title=_("登记对外答复"),
        lead=_("与答复时有效的口径版本对照列示。登记后不可修改，可另行登记。"),
        submit=_("登记这条答复"),
        back=back,
    )


def _answered(form: AnsweredForm, now: datetime) -> OutsideAnswerInput:
    values = form.cleaned_data
    return OutsideAnswerInput(
        at=values["at"] or now,
        place=values["place"],
        text=values["text"],
        link=values["link"],
        departs=values["compared"] == "departs",
        departs_how=values["departs_how"],
    )


def _page(number: str) -> str:
    return part_url(number, "guidance")
