"""The documents of the console, each from the row that its own page shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.documents.answers import answer_document
from huiying.web.console.documents.approvals import answer_sheet, proposal_sheet
from huiying.web.console.documents.calls import call_sheet, calls_of
from huiying.web.console.documents.decisions import assessment_document
from huiying.web.console.documents.deliveries import delivery_sheet
from huiying.web.console.documents.drills import drill_document
from huiying.web.console.documents.handing_out import hand_out
from huiying.web.console.documents.minutes import minutes_document
from huiying.web.console.shared.acts import redirect_refused
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.procedure.access import consultation_for, proposal_for
from huiying.work.casework.procedure.models import ConsultationState
from huiying.work.prevention.decisions.access import decision_for
from huiying.work.prevention.decisions.content import decision_content
from huiying.work.prevention.drills.access import drill_for
from huiying.work.prevention.drills.queries import result_of
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.releases.queries import releases_of
from huiying.work.responses.reviews.access import submission_for


@require_GET
def minutes(request: OfficerRequest, number: str) -> HttpResponse:
    """会商纪要 of a consultation, for who may read it; what was not held has none."""
    row = consultation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    back = reverse("console:consultation", args=[number])
    if row.state == ConsultationState.SKIPPED:
        return redirect_refused(request, Refused(_("未会商，没有纪要。")), back)
    return hand_out(
        request,
        lambda: minutes_document(row),
        kind=_("会商纪要"),
        back_url=back,
        back_label=row.incident.current.title,
    )


@require_GET
def proposal(request: OfficerRequest, number: str) -> HttpResponse:
    """审批单 of a proposal."""
    row = proposal_for(request.user, number, to=Capability.SEE_INCIDENTS)
    return hand_out(
        request,
        lambda: proposal_sheet(row),
        kind=_("审批单"),
        back_url=reverse("console:proposal", args=[number]),
        back_label=row.incident.current.title,
    )


@require_GET
def approval(request: OfficerRequest, pk: int) -> HttpResponse:
    """审批单 of an answer: the words of one submission, and who signed them."""
    submission = submission_for(request.user, pk, to=Capability.REVIEW)
    return hand_out(
        request,
        lambda: answer_sheet(submission),
        kind=_("审批单"),
        back_url=reverse("console:approval", args=[pk]),
        back_label=submission.content["title"],
    )


@require_GET
def call(request: OfficerRequest, number: str) -> HttpResponse:
    """电话记录 of a notice, for the bureau: the unit has the notice itself."""
    notice = notice_for(request.user, number, to=Capability.SEE_INCIDENTS)
    require(request.user, Capability.NOTIFY, Capability.READ_RECORD, Capability.APPROVE)
    back, calls = reverse("console:notice", args=[number]), calls_of(notice)
    if not calls:
        return redirect_refused(
            request, Refused(_("该通报未登记电话送达，没有电话记录。")), back
        )
    return hand_out(
        request,
        lambda: call_sheet(notice, calls),
        kind=_("电话记录"),
        back_url=back,
        back_label=notice.incident.current.title,
    )


@require_GET
def delivery(request: OfficerRequest, number: str) -> HttpResponse:
    """送达记录 of a notice, for the bureau: proof for a superior of when it arrived."""
    notice = notice_for(request.user, number, to=Capability.SEE_INCIDENTS)
    require(request.user, Capability.NOTIFY, Capability.READ_RECORD, Capability.APPROVE)
    return hand_out(
        request,
        lambda: delivery_sheet(notice, clock.now()),
        kind=_("通报送达记录"),
        back_url=reverse("console:notice", args=[number]),
        back_label=notice.incident.current.title,
    )


@require_GET
def answer(request: OfficerRequest, number: str, version: int) -> HttpResponse:
    """The text of a published version, as it was published."""
    row = answer_for(request.user, number, to=Capability.SEE_INCIDENTS)
    release = (
        releases_of(row).select_related("answer", "bureau").filter(version=version).first()
    )
    if release is None:
        raise Http404
    return hand_out(
        request,
        lambda: answer_document(release),
        kind=_("回应文本"),
        back_url=reverse("portal:answer", args=[row.bureau.slug, number]),
        back_label=release.content["title"],
    )


@require_GET
def decision(request: OfficerRequest, number: str, version: int) -> HttpResponse:
    """评估报告 of a signed version, or of what is written now: then it says so."""
    row = decision_for(request.user, number, to=Capability.SEE_INCIDENTS)
    signed = row.signed.select_related("signed_by").filter(version=version).first()
    if signed is None and version != row.version:
        raise Http404
    content = signed.content if signed else decision_content(row)
    return hand_out(
        request,
        lambda: assessment_document(row, content, signed, clock.now()),
        kind=_("决策风险评估报告"),
        back_url=reverse("console:decision", args=[number]),
        back_label=row.title,
    )


@require_GET
def drill(request: OfficerRequest, number: str) -> HttpResponse:
    """演练报告 of a drill that ended; there is none before."""
    row = drill_for(request.user, number, to=Capability.SEE_INCIDENTS)
    result = result_of(row)
    if result is None:
        raise Http404
    return hand_out(
        request,
        lambda: drill_document(row, result),
        kind=_("演练报告"),
        back_url=reverse("console:drill", args=[number]),
        back_label=row.title,
    )
