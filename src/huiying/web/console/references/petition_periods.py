"""Steps of a petition's legal periods: forwarded, accepted, asked to be reviewed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.petition_forms import (
    ForwardForm,
    LateDayForm,
    ObjectionForm,
    ReviewForm,
    forward_options,
    today_options,
)
from huiying.work.casework.references.access import reference_for
from huiying.work.casework.references.actions.petition_period import (
    accept_reference,
    ask_review_of_reference,
    forward_reference,
    object_to_reference,
)
from huiying.work.casework.references.models import Reference


def _topic(row: Reference) -> str:
    return row.incident.current.audit_topic


def _back(row: Reference) -> str:
    number = row.incident.current.number
    return part_url(number, "offline")


REFERENCE = Target(row=reference_for, back=_back, topic=_topic)


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记转送、交办：%(number)s") % {"number": row.number},
    lead=_("从收到之日起 15 日内转送或交办有权处理的单位（信访工作条例第二十二条）。"),
    form=ForwardForm,
    options=forward_options,
    submit=_("登记转送、交办"),
)
def forward(row: Reference, form: ForwardForm, by: By) -> Text:
    """转送、交办: the competent body's 15 days begin."""
    unit = unit_for(by.officer, form.cleaned_data["competent"], to=Capability.CONTACT)
    forward_reference(
        reference=row, forwarding=form.forwarding(unit), revision=by.revision, **by.stamp
    )
    return _("已登记，单位的受理告知期限开始。")


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记职权异议：%(number)s") % {"number": row.number},
    lead=_("单位认为不属于自己职权的，五个工作日内说明理由（第二十三条）。"),
    safe=_("本局 15 日的期限从收到之日继续计算。"),
    form=ObjectionForm,
    options=today_options,
    submit=_("登记异议"),
)
def object_to(row: Reference, form: ObjectionForm, by: By) -> Text:
    """职权异议: it is the bureau's to forward again."""
    object_to_reference(
        reference=row,
        objected=form.cleaned_data["day"],
        reason=form.cleaned_data["reason"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记异议，请另行转送、交办。")


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记受理：%(number)s") % {"number": row.number},
    lead=_("已经书面告知来件人受理。从受理之日起 60 日内办结（信访工作条例第三十四条）。"),
    safe=_("第二十三条：受理告知由一人登记；转送、交办此件的人不得登记。"),
    form=LateDayForm,
    options=today_options,
    submit=_("登记受理"),
)
def accept(row: Reference, form: LateDayForm, by: By) -> Text:
    """受理并已告知: the 60 days of the decision begin."""
    accept_reference(
        reference=row,
        accepted=form.cleaned_data["day"],
        late_reason=form.cleaned_data["late_reason"],
        paper=form.paper_of(row.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记受理，办结期限开始。")


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记复查、复核申请：%(number)s") % {"number": row.number},
    lead=_(
        "上一级机关从收到申请之日起 30 日内提出意见；听证所需时间不计算在内（第三十六条）。"
    ),
    form=ReviewForm,
    options=today_options,
    submit=_("登记申请"),
)
def review(row: Reference, form: ReviewForm, by: By) -> Text:
    """登记复查、复核申请: the superior body owes an answer within 30 days."""
    ask_review_of_reference(
        reference=row,
        asked=form.cleaned_data["day"],
        superior=form.cleaned_data["superior"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记，期限开始。")
