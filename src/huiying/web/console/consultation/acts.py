"""Acts on a consultation: convene it or record why not, invite, record attendance and opinions.

In:   requests of officers with CONSULT; opinions also of who is invited.    Out:  the act.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.access import officer_for, unit_for
from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.consultation.forms import CallForm, InviteForm, OpinionForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    about,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.last_change import incident_topic
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.procedure.access import consultation_for, invitation_for
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    cancel_consultation,
    invite_more,
    record_attendance,
    record_opinion,
    skip_consultation,
)
from huiying.work.casework.procedure.models import Consultation
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

INCIDENT = Target(
    row=incident_for, back=lambda incident: _incident(incident.number), about=about
)

CONSULTATION = Target(
    row=consultation_for,
    back=lambda row: _url(row.number),
    topic=lambda row: incident_topic(row.incident),
)


@Act(
    INCIDENT,
    Capability.CONSULT,
    title=_("召集会商"),
    lead=_("制度第六条：研判事件性质、舆情走势、可能出现的风险，提出处置建议。"),
    safe=_("各方意见和不同意见均写入纪要，不得删改。"),
    form=CallForm,
    options=lambda incident, _request: {
        "initial": {"meets_at": timezone.localtime(clock.now())},
        **_guests(incident.bureau_id),
    },
    submit=_("发出邀请"),
)
def call(incident: Incident, form: CallForm, by: By) -> Outcome:
    """召集会商."""
    data = form.cleaned_data
    meeting = MeetingInput(data["meets_at"], data["place"], *_chosen(by.officer, form))
    row = call_consultation(incident=incident, meeting=meeting, **by.stamp)
    return _("已发出邀请。"), _url(row.number)


@Act(
    INCIDENT,
    Capability.CONSULT,
    title=_("不会商"),
    lead=_("较大舆情可不会商，须写明理由；升为重大后仍须会商。"),
    form=ReasonForm,
    submit=_("登记不会商"),
)
def skip(incident: Incident, form: ReasonForm, by: By) -> Text:
    """不会商: for 较大 alone, with the reason."""
    skip_consultation(incident=incident, **form.cleaned_data, **by.stamp)
    return _("已登记不会商的理由。")


@Act(
    CONSULTATION,
    Capability.CONSULT,
    title=_("再邀请"),
    form=InviteForm,
    options=lambda row, _request: _guests(row.bureau_id),
    submit=_("邀请所选"),
)
def invite(row: Consultation, form: InviteForm, by: By) -> Text:
    """再邀请: also when the quorum is lost."""
    officers, units = _chosen(by.officer, form)
    invite_more(consultation=row, officers=officers, units=units, **by.stamp)
    return _("已邀请。")


@require_POST
def attend(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """到会、离会."""
    consultation_for(request.user, number, to=Capability.CONSULT)
    row = invitation_for(request.user, number, pk)
    try:
        record_attendance(
            invitation=row,
            present=request.POST.get("present") == "1",
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    return redirect_done(request, _("出席情况已登记。"), _url(number))


@form_page
def opinion(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """发表意见: one's own, one's unit's, or written down by who runs the consultation."""
    row = invitation_for(request.user, number, pk)
    text = ActText(
        title=_("%(who)s的意见") % {"who": row.label},
        lead=_("意见原样写入纪要；此后仅可补充，不得修改。"),
        submit=_("记入纪要"),
        back=_url(number),
    )
    form = OpinionForm(request.POST or None)

    def perform() -> Outcome:
        record_opinion(
            invitation=row, officer=request.user, now=clock.now(), **form.cleaned_data
        )
        return _("意见已记入。"), _url(number)

    topic = incident_topic(row.consultation.incident)
    return carry_out(request, form, text, row.consultation.revision, perform, topic=topic)


@Act(
    CONSULTATION,
    Capability.CONSULT,
    title=_("取消会商"),
    lead=_("已说的意见保留在记录里；重大舆情须另行召集。"),
    form=ReasonForm,
    submit=_("取消这次会商"),
    danger=True,
)
def cancel(row: Consultation, form: ReasonForm, by: By) -> Outcome:
    """取消会商, with a reason."""
    cancel_consultation(consultation=row, **form.cleaned_data, **by.stamp)
    return _("会商已取消。"), _incident(row.incident.number)


def _guests(bureau_id: int) -> dict[str, list[tuple[int, str]]]:
    people = officers_of(bureau_id).filter(is_active=True)
    return {
        "officers": [
            (row.pk, f"{row.name} · {row.title}" if row.title else row.name) for row in people
        ],
        "units": [(unit.pk, unit.name) for unit in units_of(bureau_id)],
    }


def _chosen(officer: Officer, form: InviteForm) -> tuple[list[Officer], list[Unit]]:
    data, to = form.cleaned_data, Capability.CONSULT
    officers = [officer_for(officer, pk, to=to) for pk in data["officers"]]
    return officers, [unit_for(officer, pk, to=to) for pk in data["units"]]


def _url(number: str) -> str:
    return reverse("console:consultation", args=[number])


def _incident(number: str) -> str:
    return f"{reverse('console:incident', args=[number])}#procedure"
