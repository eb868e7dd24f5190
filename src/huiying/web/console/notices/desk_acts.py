"""Acts of the desk on a notice: record a call, reroute it, settle a return.

In:   requests of officers with RECORD_DELIVERY or NOTIFY.    Out:  the act done, or its form.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.notices.forms import DeliveredForm, RerouteForm
from huiying.web.console.shared.acts import ActText, Outcome, about, carry_out
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.last_change import last_change_of_notice
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import settle_returned_notice
from huiying.work.casework.notices.models import Notice, ProofKind


@form_page
def delivered(request: OfficerRequest, number: str) -> HttpResponse:
    """登记电话或书面送达: who answered, when."""
    notice = notice_for(request.user, number, to=Capability.RECORD_DELIVERY)
    asked = ActText(
        title=_("登记电话或书面送达"),
        lead=_("通报%(unit)s") % {"unit": notice.unit.name},
        safe=_("登记的人、时间和接听岗位都写入记录。"),
        submit=_("登记送达"),
        about=about(notice.incident),
        back=_incident(notice),
    )
    form = DeliveredForm(request.POST or None)

    def deed() -> Outcome:
        now = clock.now()
        record_delivery(
            notice=notice,
            kind=ProofKind(form.cleaned_data["kind"]),
            who=form.cleaned_data["who"],
            at=form.cleaned_data["at"] or now,
            officer=request.user,
            now=now,
        )
        return _("已登记送达。"), _incident(notice)

    return carry_out(
        request, form, asked, notice.revision, deed, last_change=last_change_of_notice(notice)
    )


@form_page
def reroute(request: OfficerRequest, number: str) -> HttpResponse:
    """转给别的单位: in one step, with the words of the notice that was sent back."""
    notice = notice_for(request.user, number, to=Capability.NOTIFY)
    asked = ActText(
        title=_("转给别的单位"),
        lead=_returned_words(notice),
        safe=_("通报时限不停，也不重新开始。"),
        submit=_("转给所选单位"),
        about=about(notice.incident),
        back=_incident(notice),
    )
    units = [
        (unit.pk, unit.name) for unit in units_of(notice.bureau_id) if unit.pk != notice.unit_id
    ]
    form = RerouteForm(request.POST or None, units=units, initial={"guidance": notice.guidance})

    def deed() -> Outcome:
        unit = unit_for(request.user, form.cleaned_data["unit"], to=Capability.NOTIFY)
        new = notify_unit(
            incident=notice.incident.current,
            unit=unit,
            guidance=form.cleaned_data["guidance"],
            officer=request.user,
            now=clock.now(),
            instead_of=notice,
        )
        words = {"unit": unit.name, "number": new.number}
        return _("已转给%(unit)s（%(number)s），等待送达。") % words, _incident(new)

    return carry_out(
        request, form, asked, notice.revision, deed, last_change=last_change_of_notice(notice)
    )


@form_page
def settle(request: OfficerRequest, number: str) -> HttpResponse:
    """不另行通报: a further unit sent it back, and nobody is needed in its place."""
    notice = notice_for(request.user, number, to=Capability.NOTIFY)
    asked = ActText(
        title=_("不另行通报"),
        lead=_returned_words(notice),
        safe=_("只用于协办单位；主办单位退回后必须转给别的单位。"),
        submit=_("不另行通报并写明理由"),
        about=about(notice.incident),
        back=_incident(notice),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        settle_returned_notice(
            notice=notice,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已记为不另行通报。"), _incident(notice)

    return carry_out(
        request, form, asked, notice.revision, deed, last_change=last_change_of_notice(notice)
    )


def _incident(notice: Notice) -> str:
    return reverse("console:incident", args=[notice.incident.current.number])


def _returned_words(notice: Notice) -> str:
    if notice.returned_at is None:
        return _("%(unit)s没有退回这份通报。") % {"unit": notice.unit.name}
    return _("%(unit)s %(at)s 退回：%(reason)s") % {
        "unit": notice.unit.name,
        "at": timezone.localtime(notice.returned_at).strftime("%m-%d %H:%M"),
        "reason": notice.return_reason,
    }
