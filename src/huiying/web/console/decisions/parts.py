"""Acts on the parts of a file: methods, risk points, dissents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.prevention.decisions import Method
from huiying.web.console.decisions.acts import DECISION, WRITES
from huiying.web.console.decisions.forms import DissentForm, MethodForm, PointForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.files import store_upload
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.prevention.decisions.access import decision_for, method_for, point_for
from huiying.work.prevention.decisions.actions.edit_parts import (
    PointText,
    add_dissent,
    add_method,
    add_point,
    edit_point,
    strike_method,
    strike_point,
)
from huiying.work.prevention.decisions.models import DecisionFile, MethodUse, RiskPoint
from huiying.work.prevention.decisions.watching import (
    MOST_FOUND,
    checked_phrases,
    try_phrases,
)

METHOD = Target(row=method_for, back=lambda row: _url(row.decision))
POINT = Target(row=point_for, back=lambda row: _url(row.decision))


def _url(row: DecisionFile) -> str:
    return reverse("console:decision", args=[row.number])


@Act(
    DECISION,
    WRITES,
    title=_("登记评估方法"),
    lead=_("舆情跟踪、重点走访、会商分析至少一项，可并用抽样调查。"),
    form=MethodForm,
    submit=_("登记评估方法"),
)
def method(row: DecisionFile, form: MethodForm, by: By) -> Text:
    """登记评估方法 with its result."""
    data = form.cleaned_data
    add_method(
        decision=row,
        method=Method(data["method"]),
        used_on=data["used_on"],
        summary=data["summary"],
        file=store_upload(row.bureau_id, data["file"]),
        **by.stamp,
    )
    return _("评估方法已登记。")


@Act(
    METHOD,
    WRITES,
    title=_("撤销评估方法"),
    lead=_("撤销的内容和理由保留在卷内，签署人可见。"),
    form=ReasonForm,
    submit=_("撤销"),
)
def strike_of_method(row: MethodUse, form: ReasonForm, by: By) -> Text:
    """撤销 a method; it stays readable."""
    strike_method(method=row, **form.cleaned_data, **by.stamp)
    return _("已撤销，内容和理由保留在卷内。")


@Act(
    POINT,
    WRITES,
    title=_("撤销风险点"),
    lead=_("撤销的风险点和理由保留在卷内，签署人可见。"),
    form=ReasonForm,
    submit=_("撤销"),
)
def strike_of_point(row: RiskPoint, form: ReasonForm, by: By) -> Text:
    """撤销 a risk point; it stays readable."""
    strike_point(point=row, **form.cleaned_data, **by.stamp)
    return _("已撤销，内容和理由保留在卷内。")


@Act(
    DECISION,
    WRITES,
    title=_("登记不同意见"),
    lead=_("不同意见如实载明，随卷报签。"),
    form=DissentForm,
    submit=_("登记不同意见"),
)
def dissent(row: DecisionFile, form: DissentForm, by: By) -> Text:
    """登记不同意见, word for word."""
    add_dissent(decision=row, **form.cleaned_data, **by.stamp)
    return _("不同意见已登记。")


@form_page
def new_point(request: OfficerRequest, number: str) -> HttpResponse:
    """登记风险点: the phrases are tried before it is saved."""
    row = decision_for(request.user, number, to=WRITES)
    return _point_page(request, row, None)


@form_page
def edit_of_point(request: OfficerRequest, pk: int) -> HttpResponse:
    """修改风险点; that it was higher once stays on it."""
    point = point_for(request.user, pk, to=WRITES)
    return _point_page(request, point.decision, point)


def _point_page(
    request: OfficerRequest, row: DecisionFile, point: RiskPoint | None
) -> HttpResponse:
    text = ActText(
        title=now_text("修改风险点") if point else now_text("登记风险点"),
        lead=now_text("等级按可能性 × 影响程度：15 及以上为高，6 及以上为中，其余为低。"),
        safe=now_text("下调等级的，签署人可见曾评等级。"),
        submit=now_text("保存风险点"),
        about=f"{row.number} {row.title}",
        back=_url(row),
    )
    options: dict[str, Any] = {"units": [(one.pk, one.name) for one in units_of(row.bureau_id)]}
    if point is not None:
        options["initial"] = _initial(point)
    form = PointForm(request.POST or None, **options)
    if request.method == "POST" and form.is_valid() and form.phrase_list:
        shown = _trial_first(request, form, text, row)
        if shown is not None:
            return shown

    def perform() -> Outcome:
        typed = _point_text(form, request)
        stamp: dict[str, Any] = {"officer": request.user, "now": clock.now()}
        if point is None:
            add_point(decision=row, text=typed, **stamp)
        else:
            edit_point(point=point, text=typed, revision=submitted_version(request), **stamp)
        return _("风险点已保存。"), _url(row)

    return carry_out(request, form, text, row.revision, perform)


def _trial_first(
    request: OfficerRequest, form: PointForm, text: ActText, row: DecisionFile
) -> HttpResponse | None:
    """Show how often the phrases stood in posts; None once exactly they were shown."""
    phrases = "\n".join(form.phrase_list)
    if form.cleaned_data["tried"] == phrases:
        return None
    now = clock.now()
    try:
        found = checked_phrases(row.bureau_id, form.phrase_list, now)
    except Refused as error:
        return show_refusal(request, form, text, row.revision, error)
    facts = [
        now_text("“%(phrase)s”：近 30 日 %(hits)s 条")
        % {"phrase": one.phrase, "hits": one.hits}
        if one.hits <= MOST_FOUND
        else now_text("“%(phrase)s”：近 30 日超过 %(hits)s 条")
        % {"phrase": one.phrase, "hits": MOST_FOUND}
        for one in try_phrases(row.bureau_id, found, now)
    ]
    form.data = {**request.POST.dict(), "tried": phrases}
    again = replace(
        text,
        lead=now_text("请核对跟踪词命中条数，确认后保存；过宽的请加上事项或地点。"),
        facts=facts,
        submit=now_text("确认并保存"),
    )
    return show_form(request, form, again, row.revision)


def _initial(point: RiskPoint) -> dict[str, Any]:
    names = set(PointForm.base_fields) - {"phrases", "unit", "tried"}
    phrases = "\n".join(point.phrases)
    return {
        **{name: getattr(point, name) for name in names},
        "unit": point.unit_id,
        "phrases": phrases,
        "tried": phrases,
    }


def _point_text(form: PointForm, request: OfficerRequest) -> PointText:
    data = {key: value for key, value in form.cleaned_data.items() if key != "tried"}
    unit = unit_for(request.user, data["unit"], to=WRITES) if data["unit"] else None
    return PointText(**{**data, "unit": unit, "phrases": form.phrase_list})
