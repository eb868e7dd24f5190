"""Acts of the desk on a notice: remind, send again, record a call, reroute, settle a return."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.notices.forms import DeliveredForm, PhoneSignatureForm, RerouteForm
from huiying.web.console.shared.acts import Outcome, Text, about
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.last_change import last_change_of_notice
from huiying.web.shared.numbers import numbered
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import settle_returned_notice
from huiying.work.casework.notices.actions.urge import (
    remind_unit,
    resend_notice,
    sign_by_phone,
)
from huiying.work.casework.notices.models import Notice, ProofKind


def _incident(notice: Notice) -> str:
    return reverse("console:incident", args=[notice.incident.current.number])


def _page(notice: Notice) -> str:
    return reverse("console:notice", args=[notice.number])


def _returned_words(notice: Notice) -> str:
    if notice.returned_at is None:
        return _("%(unit)s未退回本通报。") % {"unit": notice.unit.name}
    return _("%(unit)s %(at)s 退回：%(reason)s") % {
        "unit": notice.unit.name,
        "at": timezone.localtime(notice.returned_at).strftime("%m-%d %H:%M"),
        "reason": notice.return_reason,
    }


NOTICE = Target(
    row=notice_for,
    back=_incident,
    about=lambda notice: about(notice.incident),
    last_change=last_change_of_notice,
)

NOTICE_PAGE = Target(
    row=notice_for,
    back=_page,
    about=lambda notice: about(notice.incident),
    last_change=last_change_of_notice,
)


@ButtonAct(NOTICE_PAGE, Capability.NOTIFY)
def remind(notice: Notice, by: By, _posted: QueryDict) -> Text:
    """催办: to sign or to report, on the channels of the unit."""
    count = remind_unit(notice=notice, **by.stamp)
    return _("已催办，消息排入 %(count)s 个渠道。发送不等于送达。") % {"count": count}


@ButtonAct(NOTICE_PAGE, Capability.NOTIFY)
def resend(notice: Notice, by: By, _posted: QueryDict) -> Text:
    """重新发送: the notice once more, with a fresh link."""
    count = resend_notice(notice=notice, **by.stamp)
    return _("已重新发送，消息排入 %(count)s 个渠道。发送不等于送达。") % {"count": count}


@Act(
    NOTICE_PAGE,
    Capability.RECORD_DELIVERY,
    title=_("电话代签"),
    lead=lambda notice: _("%(unit)s在电话中确认签收并办理。") % {"unit": notice.unit.name},
    safe=_("登记人、接听岗位和时间记入审计记录；尚未送达的同时登记送达。"),
    form=PhoneSignatureForm,
    submit=_("登记电话签收"),
)
def signed_by_phone(notice: Notice, form: PhoneSignatureForm, by: By) -> Text:
    """电话代签: who answered, and when."""
    sign_by_phone(
        notice=notice,
        who=form.cleaned_data["who"],
        at=form.cleaned_data["at"] or by.now,
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记电话签收，反馈时限开始计算。")


@Act(
    NOTICE,
    Capability.RECORD_DELIVERY,
    title=_("登记电话或书面送达"),
    lead=lambda notice: _("通报%(unit)s") % {"unit": notice.unit.name},
    safe=_(
        "登记人、时间和接听岗位记入审计记录。登记晚于规则规定时长（一般 30 分钟）的，"
        "须由另一人核签；核签前时限按登记时间计算。"
    ),
    form=DeliveredForm,
    submit=_("登记送达"),
)
def delivered(notice: Notice, form: DeliveredForm, by: By) -> Text:
    """登记电话或书面送达: who answered, when."""
    now = by.now
    record_delivery(
        notice=notice,
        kind=ProofKind(form.cleaned_data["kind"]),
        who=form.cleaned_data["who"],
        at=form.cleaned_data["at"] or now,
        officer=by.officer,
        now=now,
    )
    return _("已登记送达。")


@Act(
    NOTICE,
    Capability.NOTIFY,
    title=_("转办"),
    lead=_returned_words,
    safe=_("通报时限连续计算，不重新起算。"),
    form=RerouteForm,
    options=lambda notice, _request: {
        "units": [
            (unit.pk, unit.name)
            for unit in units_of(notice.bureau_id)
            if unit.pk != notice.unit_id
        ],
        "initial": {"guidance": notice.guidance},
    },
    submit=_("确认转办"),
)
def reroute(notice: Notice, form: RerouteForm, by: By) -> Outcome:
    """转办: in one step, with the words of the notice that was sent back."""
    unit = unit_for(by.officer, form.cleaned_data["unit"], to=Capability.NOTIFY)
    new = notify_unit(
        incident=notice.incident.current,
        unit=unit,
        guidance=form.cleaned_data["guidance"],
        instead_of=notice,
        **by.stamp,
    )
    words = {"unit": unit.name, "number": numbered("notice", new.number)}
    return _("已转办%(unit)s（%(number)s），待送达。") % words, _incident(new)


@Act(
    NOTICE,
    Capability.NOTIFY,
    title=_("不另行通报"),
    lead=_returned_words,
    safe=_("仅限协办单位；责任单位退回的须转办。"),
    form=ReasonForm,
    submit=_("确认不另行通报"),
)
def settle(notice: Notice, form: ReasonForm, by: By) -> Text:
    """不另行通报: a further unit sent it back, and nobody is needed in its place."""
    settle_returned_notice(notice=notice, **form.cleaned_data, **by.stamp)
    return _("已登记为不另行通报。")
