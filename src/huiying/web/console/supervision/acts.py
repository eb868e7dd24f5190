"""Acts on a supervision item: answer, return, hand on, remind, ask for 销号, sign it."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.supervision.forms import AskForm, ReassignForm
from huiying.web.console.supervision.opening import units_of_petition
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.supervision_form import FeedbackForm
from huiying.work.casework.supervision.access import judged_supervision_for, supervision_for
from huiying.work.casework.supervision.actions.close import SUPERVISION_KIND, ask_closing
from huiying.work.casework.supervision.actions.feedback import give_feedback
from huiying.work.casework.supervision.actions.send_back import (
    reassign_supervision,
    remind_supervised,
    return_feedback,
)
from huiying.work.casework.supervision.models import Supervision

KEEP = Capability.SUPERVISE


def _topic(row: Supervision) -> str:
    return row.topic


def _url(row: Supervision) -> str:
    return reverse("console:supervision", args=[row.number])


def _title(row: Supervision) -> str:
    return f"{row.number} {row.demand}"


ITEM = Target(row=supervision_for, back=_url, topic=_topic, about=_title)
JUDGED = Target(row=judged_supervision_for, back=_url, topic=_topic, about=_title)


@Act(
    ITEM,
    Capability.REPORT_BACK,
    title=_("督办反馈"),
    lead=_("反馈后由领导小组办公室审核；不符合要求的退回补充，时限连续计算。"),
    form=FeedbackForm,
    submit=_("提交反馈"),
)
def feedback(row: Supervision, form: FeedbackForm, by: By) -> Text:
    """督办反馈, by an officer of the unit."""
    give_feedback(
        supervision=row,
        text=form.cleaned_data["text"],
        pieces=form.pieces(row.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已反馈，待审核。")


@Act(
    JUDGED,
    KEEP,
    title=_("退回补充"),
    lead=_("单位可见理由；时限连续计算。"),
    form=ReasonForm,
    submit=_("退回补充"),
)
def send_for_more(row: Supervision, form: ReasonForm, by: By) -> Text:
    """退回补充: the answer is not enough."""
    return_feedback(supervision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已退回单位补充。")


def _reassign_options(row: Supervision, request: OfficerRequest) -> dict[str, object]:
    every = units_of(request.user.bureau_id)
    units = units_of_petition(row.petition) if row.petition is not None else every
    return {"units": [(unit.pk, unit.name) for unit in units if unit.pk != row.unit_id]}


@Act(
    ITEM,
    KEEP,
    title=_("改派督办"),
    lead=_("原单位的链接即时失效；时限连续计算。"),
    form=ReassignForm,
    options=_reassign_options,
    submit=_("改派"),
)
def reassign(row: Supervision, form: ReassignForm, by: By) -> Text:
    """改派: another unit answers."""
    unit = unit_for(by.officer, form.cleaned_data["unit"], to=KEEP)
    reason = form.cleaned_data["reason"]
    reassign_supervision(
        supervision=row, unit=unit, reason=reason, revision=by.revision, **by.stamp
    )
    return _("已改派%(unit)s。") % {"unit": unit.name}


@ButtonAct(ITEM, KEEP)
def remind(row: Supervision, by: By, _posted: QueryDict) -> Text:
    """催办, with a fresh link."""
    count = remind_supervised(supervision=row, **by.stamp)
    words = ngettext(
        "已催办，发送 %(count)s 个渠道。", "已催办，发送 %(count)s 个渠道。", count
    )
    return words % {"count": count}


@Act(
    JUDGED,
    KEEP,
    title=_("申请销号"),
    lead=_("认可单位最近一次反馈，报另一人签署销号；签署前时限连续计算。"),
    form=AskForm,
    submit=_("申请销号"),
)
def ask(row: Supervision, form: AskForm, by: By) -> Text:
    """申请销号: the answer is enough."""
    ask_closing(supervision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已申请销号，待另一人签署。")


sign = approve_act(SUPERVISION_KIND, JUDGED, KEEP, done=_("已销号。"))
"""销号 of exactly what was on the screen."""

refuse = return_act(
    SUPERVISION_KIND,
    JUDGED,
    KEEP,
    title=_("不予销号"),
    lead=_("退回办公室重新审核，时限连续计算。"),
    done=_("未予销号，已退回办公室。"),
)
"""不予销号, with a reason."""
