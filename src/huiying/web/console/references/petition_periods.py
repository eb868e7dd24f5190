"""Steps of a petition's legal periods: accepted, extended by a leader, asked to be reviewed.

In:   requests of officers with CONTACT, or APPROVE.    Out:  the act, or why not.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.references.forms import DayForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.casework.references.access import reference_for
from huiying.work.casework.references.actions.petition_period import (
    accept_petition,
    ask_review,
    extend_petition,
)
from huiying.work.casework.references.models import Reference


@form_page
def accept(request: OfficerRequest, number: str) -> HttpResponse:
    """受理并已告知: the 60 days of the decision begin."""
    row = reference_for(request.user, number, to=Capability.CONTACT)
    asked = ActText(
        title=_("登记受理：%(number)s") % {"number": number},
        lead=_("已经书面告知来件人受理。从受理之日起 60 日内办结（信访工作条例第三十四条）。"),
        submit=_("登记受理"),
        back=_back(row),
    )
    form = DayForm(request.POST or None, initial={"day": localdate(clock.now())})

    def deed() -> Outcome:
        accept_petition(
            reference=row,
            accepted=form.cleaned_data["day"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已登记受理，办结期限开始。"), _back(row)

    return carry_out(request, form, asked, row.revision, deed, topic=_topic(row))


@form_page
def extend(request: OfficerRequest, number: str) -> HttpResponse:
    """批准延期: at most 30 days more, once."""
    row = reference_for(request.user, number, to=Capability.APPROVE)
    asked = ActText(
        title=_("批准办结延期：%(number)s") % {"number": number},
        lead=_("情况复杂的，可以延长一次，最多 30 日；理由须告知信访人（第三十四条）。"),
        safe=_("原来的期限保留在记录里。"),
        submit=_("批准延期 30 日"),
        back=_back(row),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        extend_petition(
            reference=row,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已批准延期。"), _back(row)

    return carry_out(request, form, asked, row.revision, deed, topic=_topic(row))


@form_page
def review(request: OfficerRequest, number: str) -> HttpResponse:
    """登记复查、复核申请: an answer is owed anew within 30 days."""
    row = reference_for(request.user, number, to=Capability.CONTACT)
    asked = ActText(
        title=_("登记复查、复核申请：%(number)s") % {"number": number},
        lead=_("从收到申请之日起 30 日内提出意见；听证所需时间不计算在内（第三十六条）。"),
        submit=_("登记申请"),
        back=_back(row),
    )
    form = DayForm(request.POST or None, initial={"day": localdate(clock.now())})

    def deed() -> Outcome:
        ask_review(
            reference=row,
            asked=form.cleaned_data["day"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已登记，期限开始。"), _back(row)

    return carry_out(request, form, asked, row.revision, deed, topic=_topic(row))


def _topic(row: Reference) -> str:
    return row.incident.current.audit_topic


def _back(row: Reference) -> str:
    number = row.incident.current.number
    return reverse("console:incident", args=[number]) + "#offline"
