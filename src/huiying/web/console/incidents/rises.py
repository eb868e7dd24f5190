"""拟升级: what the system proposes above the grade, on the incident's page and on the desk.

In:   an incident, an officer; requests of who may grade.
Out:  the panel with its reasons, 升级并通报, 维持现等级, rows of the desk.
Cost: a query each; none on the incident's page where nothing was ever proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.acts import Text, about, act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.reasons import in_language
from huiying.work.casework.notices.actions.notify_rise import raise_as_proposed
from huiying.work.incidents.grading.actions.keep_grade import keep_grade
from huiying.work.incidents.grading.models import RequestKind
from huiying.work.incidents.grading.requests import waiting_requests
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState
from huiying.work.incidents.grading.rises import open_rises_of, rises_below, waiting_rises
from huiying.work.incidents.incidents.grading_access import rise_for

TOLD = timedelta(days=3)  # so long a leader's desk shows what was registered below


@dataclass(frozen=True, slots=True)
class RisePanel:
    """What the system proposes above the grade, at the top of the incident's page.

    Attributes:
        waits: A person must raise or keep; else a leader may raise.
        treated: Its time is over: the matter is handled by the proposed grade.
        kept_by: Who asked to keep the grade, while the second signature is missing.
    """

    grade: int
    proposed: int
    waits: bool
    treated: bool
    reasons: list[str]
    proposed_at: datetime
    due_at: datetime
    clock: ClockFacts | None
    kept_by: str
    kept_url: str
    shown: int
    raise_url: str
    acts: list[ActButton]


def rise_panel(reading: IncidentReading) -> RisePanel | None:
    """Return what waits to be raised or kept; None = nothing is proposed above the grade."""
    rows = reading.rows("rises", open_rises_of)
    rows.sort(key=lambda one: (one.state == RiseState.WAITING, one.pk))
    if not rows or not may(reading.officer, Capability.SEE_POSTS):
        return None
    row, number = rows[-1], reading.number
    waits = row.state == RiseState.WAITING
    asked = [
        one
        for one in (reading.rows("requests", waiting_requests) if waits else ())
        if one.kind == RequestKind.KEEP
    ]
    decides = reading.may(Capability.GRADE) and not reading.is_settled
    keep = act_button(_("维持现等级…"), "console:rise-keep", number)
    return RisePanel(
        grade=reading.incident.grade,
        proposed=row.grade,
        waits=waits,
        treated=row.treated_at is not None,
        reasons=[in_language(one) for one in row.reasons],
        proposed_at=row.proposed_at,
        due_at=row.due_at,
        clock=clock_facts(row.clock, reading.now) if row.clock and waits else None,
        kept_by=asked[0].requested_by.name if asked else "",
        kept_url=reverse("console:grading-request", args=[asked[0].signoff_id])
        if asked
        else "",
        shown=row.grade,
        raise_url=reverse("console:rise-raise", args=[number]) if decides else "",
        acts=[keep] if decides and waits and not asked else [],
    )


class KeepForm(ReasonForm):
    """维持现等级: the reasons, about the proposal that was on the screen."""

    shown = forms.IntegerField(widget=forms.HiddenInput)


RISE = Target(
    row=rise_for,
    back=lambda row: part_url(row.incident.number, "rise"),
    about=lambda row: about(row.incident),
    version=lambda _row: 0,
)


@ButtonAct(RISE, Capability.GRADE)
def raise_grade(row: GradeRise, by: By, posted: QueryDict) -> Text:
    """升级并通报: to the proposed grade; every unit in charge has the notice of the raise."""
    shown = posted.get("shown", "")
    raised = raise_as_proposed(
        rise=row, shown_grade=int(shown) if shown.isdecimal() else 0, **by.stamp
    )
    if raised.waits:
        return _("已提请另一人签署；签署前等级和时限不变。")
    words = {"grade": _(Grade(row.grade).label)}
    if not raised.notices:
        return _("已升为%(grade)s。尚无被通报单位，请通报责任单位。") % words
    units = _("、").join(one.unit.name for one in raised.notices)
    return _("已升为%(grade)s，升级通报已发往：%(units)s。") % {**words, "units": units}


@Act(
    RISE,
    Capability.GRADE,
    title=gettext_lazy("维持现等级"),
    lead=lambda row: (
        _("系统建议%(proposed)s，现行等级为%(grade)s。请写明不升级的理由。")
        % {
            "proposed": _(Grade(row.grade).label),
            "grade": _(Grade(row.incident.grade).label),
        }
    ),
    safe=gettext_lazy(
        "须由组长或副组长签署后生效，签署前时限继续计算；到期未签署的，按拟定级别办理。"
    ),
    form=KeepForm,
    options=lambda row, _request: {"initial": {"shown": row.grade}},
    submit=gettext_lazy("提请签署：不升级"),
)
def keep(row: GradeRise, form: KeepForm, by: By) -> Text:
    """维持现等级: with reasons; it takes effect by another person's signature."""
    keep_grade(
        rise=row,
        shown_grade=form.cleaned_data["shown"],
        reason=form.cleaned_data["reason"],
        **by.stamp,
    )
    return _("已提请组长或副组长签署；签署前时限继续计算。")


def rises_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what waits to be raised or kept, what ends first on top, to who may grade.

    A leader also sees what was registered below its proposal in the last days.
    """
    if not may(officer, Capability.GRADE):
        return []

    def line(row: GradeRise) -> WaitingRow:
        words = {
            "title": row.incident.title,
            "grade": _(Grade(row.incident.grade).label),
            "proposed": _(Grade(row.grade).label),
        }
        waits = row.state == RiseState.WAITING
        return WaitingRow(
            clock=clock_facts(row.clock, now) if row.clock and waits else None,
            clock_id=None,  # the board shows its time; what is to be done stands here
            kind=_("拟升级 %(number)s") % {"number": row.incident.number},
            text=_("%(title)s：现为%(grade)s，系统建议%(proposed)s") % words,
            url=part_url(row.incident.number, "rise"),
            label=_("研判等级") if waits else _("查看"),
        )

    lists = [WaitingList(waiting_rises(officer.bureau_id), line)]
    if may(officer, Capability.APPROVE):
        lists.append(WaitingList(rises_below(officer.bureau_id, now - TOLD), line))
    return lists
