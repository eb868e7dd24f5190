"""反馈: a unit reports on a notice, and signs for it with the same form if it has not yet.

In:   requests of officers with REPORT_BACK.    Out:  the form, the files of a report.
Cost: a constant number of queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.procedure.findings import Finding
from huiying.web.console.shared.acts import (
    ActText,
    redirect_done,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.last_change import explain_stale, last_change_of_notice
from huiying.web.shared.files import file_response
from huiying.web.shared.report_form import ReportForm
from huiying.web.shared.requests import OfficerRequest, parse_int, submitted_version
from huiying.work.casework.notices.access import notice_for, report_file_for
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_and_report import sign_and_report
from huiying.work.casework.notices.models import Notice, NoticeState


def may_sign_and_report(notice: Notice, officer: Officer) -> bool:
    """Tell whether an officer may sign and report with one form: he was shown the notice."""
    return (
        notice.state == NoticeState.DELIVERED
        and notice.unit_id == officer.unit_id
        and may(officer, Capability.SIGN)
        and may(officer, Capability.REPORT_BACK)
    )


def report(request: OfficerRequest, number: str) -> HttpResponse:
    """反馈核实和处置情况; what waits for a signature is signed with the same form."""
    notice = notice_for(request.user, number, to=Capability.REPORT_BACK)
    signs = "guidance" in request.GET and may_sign_and_report(notice, request.user)
    text = ActText(
        title=_("签收并反馈") if signs else _("反馈核实与处置情况"),
        lead=notice.incident.title,
        safe=_("签收和反馈分别记录，提交后仍可再次反馈。材料仅本单位和信访局可查看。")
        if signs
        else _("可多次反馈，每次均留存。材料仅本单位和信访局可查看。"),
        submit=_("签收并提交反馈") if signs else _("提交反馈"),
        back=reverse("console:notice", args=[number]),
    )
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, notice.revision)
    try:
        if signs:
            sign_and_report(
                notice=notice,
                report=form.reported(notice.bureau_id),
                officer=request.user,
                now=clock.now(),
                revision=submitted_version(request),
                seen_guidance=parse_int(request.GET.get("guidance", "")),
            )
        else:
            report_back(
                notice=notice,
                finding=Finding(form.cleaned_data["finding"]),
                facts=form.cleaned_data["facts"],
                handled=form.cleaned_data["handled"],
                evidence=form.cleaned_data["evidence"],
                pieces=form.pieces(notice.bureau_id),
                no_file_reason=form.cleaned_data["no_file_reason"],
                officer=request.user,
                now=clock.now(),
            )
    except Refused as error:
        form.note_lost_files()
        explanation = explain_stale(error, last_change_of_notice(notice))
        return show_refusal(request, form, text, notice.revision, explanation)
    return redirect_done(
        request,
        _("已签收并反馈。") if signs else _("已反馈。"),
        reverse("console:incident", args=[notice.incident.number]),
    )


@require_GET
def report_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """A file of a report; one that is gone or changed says so."""
    row = report_file_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    answer = file_response(row.file)
    if answer is not None:
        return answer
    gone = _("文件无法打开：文件缺失、已销毁或校验不符。请原单位重新提交。")
    back = reverse("console:incident", args=[row.report.notice.incident.current.number])
    return redirect_refused(request, Refused(gone), back)
