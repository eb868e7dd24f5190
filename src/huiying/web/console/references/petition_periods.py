"""Steps of a petition's legal periods: accepted, extended by a leader, asked to be reviewed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.references.forms import DayForm
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.work.casework.references.access import reference_for
from huiying.work.casework.references.actions.petition_period import (
    accept_petition,
    ask_review,
    extend_petition,
)
from huiying.work.casework.references.models import Reference


def _topic(row: Reference) -> str:
    return row.incident.current.audit_topic


def _back(row: Reference) -> str:
    number = row.incident.current.number
    return reverse("console:incident", args=[number]) + "#offline"


REFERENCE = Target(row=reference_for, back=_back, topic=_topic)


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记受理：%(number)s") % {"number": row.number},
    lead=_("已经书面告知来件人受理。从受理之日起 60 日内办结（信访工作条例第三十四条）。"),
    form=DayForm,
    options=lambda _row, _request: {"initial": {"day": localdate(clock.now())}},
    submit=_("登记受理"),
)
def accept(row: Reference, form: DayForm, by: By) -> Text:
    """受理并已告知: the 60 days of the decision begin."""
    accept_petition(
        reference=row, accepted=form.cleaned_data["day"], revision=by.revision, **by.stamp
    )
    return _("已登记受理，办结期限开始。")


@Act(
    REFERENCE,
    Capability.APPROVE,
    title=lambda row: _("批准办结延期：%(number)s") % {"number": row.number},
    lead=_("情况复杂的，可以延长一次，最多 30 日；理由须告知信访人（第三十四条）。"),
    safe=_("原来的期限保留在记录里。"),
    form=ReasonForm,
    submit=_("批准延期 30 日"),
)
def extend(row: Reference, form: ReasonForm, by: By) -> Text:
    """批准延期: at most 30 days more, once."""
    extend_petition(reference=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已批准延期。")


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记复查、复核申请：%(number)s") % {"number": row.number},
    lead=_("从收到申请之日起 30 日内提出意见；听证所需时间不计算在内（第三十六条）。"),
    form=DayForm,
    options=lambda _row, _request: {"initial": {"day": localdate(clock.now())}},
    submit=_("登记申请"),
)
def review(row: Reference, form: DayForm, by: By) -> Text:
    """登记复查、复核申请: an answer is owed anew within 30 days."""
    ask_review(reference=row, asked=form.cleaned_data["day"], revision=by.revision, **by.stamp)
    return _("已登记，期限开始。")
