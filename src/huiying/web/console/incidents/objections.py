"""等级异议: a unit objects to a grade and reads the answer; the desk upholds it or regrades.

In:   requests of the unit's officers, of who may grade, of who sees every matter.
Out:  the page of one objection, its file, its acts.
Cost: about eight queries for the page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.web.console.incidents.grading import proposed_cards
from huiying.web.console.incidents.objection_lines import OPEN, objection_url
from huiying.web.console.incidents.signatures import request_line
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    about,
    act_button,
    redirect_refused,
)
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import GRADES, ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import StoredFileField, file_facts, file_response, store_upload
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import length_words
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.object_to_grade import (
    MOST,
    ObjectionInput,
    object_to_grade,
)
from huiying.work.incidents.grading.actions.uphold_grade import uphold_grade
from huiying.work.incidents.grading.actions.withdraw_objection import withdraw_objection
from huiying.work.incidents.grading.models import GradeObjection, RequestKind
from huiying.work.incidents.grading.objections import (
    may_uphold,
    upholding_capability,
)
from huiying.work.incidents.grading.requests import waiting_requests
from huiying.work.incidents.incidents.grading_access import (
    objection_for,
    objectionable_incident_for,
)

CLOCKS_RUN = gettext_lazy("异议办理期间，等级不变，各项时限连续计算。")

ONE_OF_THREE = gettext_lazy("三项至少填写一项，写事实和出处，不写个人信息。")


class ObjectionForm(forms.Form):
    """提出等级异议: which grade is right, and the facts on at least one of the three cards."""

    conditional = ("content", "reaction", "coverage")

    grade = forms.TypedChoiceField(
        label=gettext_lazy("建议等级"), coerce=int, widget=forms.RadioSelect
    )
    content = forms.CharField(
        label=gettext_lazy("舆情内容"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=ONE_OF_THREE,
    )
    reaction = forms.CharField(
        label=gettext_lazy("公众反应"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=ONE_OF_THREE,
    )
    coverage = forms.CharField(
        label=gettext_lazy("媒体介入"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=ONE_OF_THREE,
    )
    file = StoredFileField(label=gettext_lazy("材料文件"), required=False)
    shown = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: int, **kwargs: Any) -> None:
        """Offer every grade but the one that stands."""
        kwargs["initial"] = {"shown": standing}
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            (grade, label) for grade, label in GRADES if grade != standing
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for one fact; say that a browser does not send a file a second time."""
        data = super().clean() or {}
        if not any(data.get(name, "").strip() for name in ("content", "reaction", "coverage")):
            self.add_error("content", _("请就舆情内容、公众反应、媒体介入至少一项写明事实。"))
        if self.errors and data.get("file"):
            self.add_error("file", _("文件未保存，修改后请重新选择。"))
        return data

    def stated(self, bureau_id: int) -> ObjectionInput:
        """Return what was stated; its file lies encrypted on disk from then on."""
        data = self.cleaned_data
        return ObjectionInput(
            wanted=Grade(data["grade"]),
            content=data["content"],
            reaction=data["reaction"],
            media=data["coverage"],
            file=store_upload(bureau_id, data["file"]),
        )


class UpholdForm(ReasonForm):
    """维持原等级: the reasons, about the grade that was on the screen."""

    shown = forms.IntegerField(widget=forms.HiddenInput)


INCIDENT = Target(
    row=objectionable_incident_for,
    back=lambda incident: reverse("console:incident", args=[incident.number]),
    about=about,
)
OBJECTION = Target(
    row=objection_for,
    back=objection_url,
    about=lambda row: about(row.incident.current),
    version=lambda _row: 0,
)


@Act(
    INCIDENT,
    Capability.REPORT_BACK,
    title=gettext_lazy("提出等级异议"),
    lead=lambda incident: (
        _("现行等级为%(grade)s。请按定级的三项依据写明事实。")
        % {"grade": _(Grade(incident.grade).label)}
    ),
    safe=CLOCKS_RUN,
    form=ObjectionForm,
    options=lambda incident, _request: {"standing": incident.grade},
    submit=gettext_lazy("提出异议"),
)
def lodge(incident: Incident, form: ObjectionForm, by: By) -> Outcome:
    """提出等级异议: to the duty office, which answers with reasons."""
    row = object_to_grade(
        incident=incident,
        stated=form.stated(incident.bureau_id),
        shown_grade=form.cleaned_data["shown"],
        **by.stamp,
    )
    return _("等级异议已提交值班台。异议办理期间，时限连续计算。"), objection_url(row)


@Act(
    OBJECTION,
    Capability.GRADE,
    title=gettext_lazy("维持原等级"),
    lead=lambda row: (
        _("%(unit)s认为应定为%(wanted)s，现行等级为%(grade)s。")
        % {
            "unit": row.unit.name,
            "wanted": _(Grade(row.wanted).label),
            "grade": _(Grade(row.incident.current.grade).label),
        }
    ),
    safe=gettext_lazy("理由送提出单位，并记入办理过程；时限不变。"),
    form=UpholdForm,
    options=lambda row, _request: {"initial": {"shown": row.incident.current.grade}},
    submit=gettext_lazy("答复：维持原等级"),
)
def uphold(row: GradeObjection, form: UpholdForm, by: By) -> Text:
    """维持原等级: with reasons, by another person than who signed the grade."""
    uphold_grade(
        objection=row,
        reason=form.cleaned_data["reason"],
        shown_grade=form.cleaned_data["shown"],
        **by.stamp,
    )
    return _("已答复：维持原等级。")


@ButtonAct(OBJECTION, Capability.REPORT_BACK)
def withdraw(row: GradeObjection, by: By, _posted: QueryDict) -> Text:
    """撤回: by the unit, while nobody has answered."""
    withdraw_objection(objection=row, **by.stamp)
    return _("等级异议已撤回。")


@require_GET
def objection(request: OfficerRequest, pk: int) -> HttpResponse:
    """One objection: what the unit states, how it stands, how it was answered."""
    row = objection_for(request.user, pk)
    incident, now = row.incident.current, clock.now()
    facts = {"舆情内容": row.content, "公众反应": row.reaction, "媒体介入": row.media}
    waits = [one for one in waiting_requests(incident) if one.kind == RequestKind.GRADE]
    context = {
        "row": row,
        "incident": incident_line(incident, "grade"),
        "facts": [(_(label), text) for label, text in facts.items() if text],
        "file": file_facts(
            row.file, reverse("console:objection-file", args=[pk]), words="", paged=False
        )
        if row.file
        else None,
        "open": row.state == OPEN,
        "clocks_run": CLOCKS_RUN,
        "age": length_words((now - row.lodged_at).total_seconds()),
        "answer": row.decision.reason if row.decision else row.answer,
        "signed": [
            {
                "request_line": request_line(one),
                "url": reverse("console:grading-request", args=[one.signoff_id]),
            }
            for one in waits
        ],
        "acts": _acts_on(row, request.user, now),
        "locked": _locked_words(row, request.user, now),
        "cards": proposed_cards(incident) if may(request.user, Capability.SEE_POSTS) else [],
    }
    return render(request, "console/incidents/objection.html", context)


@require_GET
def objection_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """The file of an objection; one that is gone or changed says so."""
    row = objection_for(request.user, pk)
    answer = file_response(row.file) if row.file is not None else None
    if answer is not None:
        return answer
    gone = _("文件无法打开：文件缺失、已销毁或校验不符。请原单位重新提交。")
    return redirect_refused(request, Refused(gone), objection_url(row))


def _acts_on(row: GradeObjection, officer: Officer, now: datetime) -> list[ActButton]:
    """Return how an officer may answer, or take back, an open objection."""
    incident = row.incident.current
    if row.state != OPEN:
        return []
    acts = []
    if may_uphold(officer, row, now):
        acts.append(act_button(_("维持原等级…"), "console:objection-uphold", row.pk, main=True))
    if may(officer, Capability.GRADE) and incident.stage not in SETTLED:
        acts.append(act_button(_("调整等级…"), "console:regrade", incident.number))
    if may(officer, Capability.REPORT_BACK) and officer.unit_id == row.unit_id:
        acts.append(
            act_button(_("撤回异议"), "console:objection-withdraw", row.pk, method="post")
        )
    return acts


def _locked_words(row: GradeObjection, officer: Officer, now: datetime) -> str:
    """Say who upholds a grade, to an officer who grades and may not; "" = nothing to say."""
    grades = row.state == OPEN and may(officer, Capability.GRADE)
    if not grades or may_uphold(officer, row, now):
        return ""
    if upholding_capability(row.incident.current) == Capability.APPROVE:
        return _("维持重大及以上等级，由定级人、签署人以外的组长或副组长答复。")
    return _("维持原等级，由定级人、签署人和提出人以外的人员答复。")
