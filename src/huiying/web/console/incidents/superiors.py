"""重大即报: which superior bodies were told of an incident by telephone, and who noted it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import superior_for
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.organisation.queries import superiors_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.acts import Text, about, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import moment_field
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.actions.record_superior_call import record_superior_call
from huiying.work.incidents.incidents.queries import superior_calls_of

RECORD = Capability.RECORD_DELIVERY


class CallForm(forms.Form):
    """Who answered, and when."""

    answered_by = forms.CharField(
        label=_("接听的岗位"), max_length=100, help_text=_("写岗位，如“总值班室”。")
    )
    at = moment_field(_("报告的时间"), required=False, help_text=_("不填为当前时间。"))


class Call(NamedTuple):
    """The incident, and the superior body that is told of it."""

    incident: Incident
    superior: Superior


def _call_for(officer: Officer, number: str, pk: int, *, to: Capability) -> Call:
    incident = incident_for(officer, number, to=to)
    return Call(incident, superior_for(officer, pk, to=to))


@Act(
    Target(
        row=_call_for,
        back=lambda row: part_url(row.incident.number, "superiors"),
        about=lambda row: about(row.incident),
        version=lambda row: row.incident.revision,
    ),
    RECORD,
    title=lambda row: _("登记电话报告：%(name)s") % {"name": row.superior.name},
    lead=lambda row: " · ".join(
        filter(None, (row.superior.office, row.superior.phone, row.superior.way))
    ),
    form=CallForm,
    submit=_("登记已报告"),
)
def call(row: Call, form: CallForm, by: By) -> Text:
    """登记电话报告: to one superior body."""
    record_superior_call(
        incident=row.incident,
        superior=row.superior,
        answered_by=form.cleaned_data["answered_by"],
        at=form.cleaned_data["at"] or by.now,
        **by.stamp,
    )
    return _("已登记。")


@dataclass(frozen=True, slots=True)
class SuperiorRow:
    """One superior body: whether it was told, and the act of noting it."""

    name: str
    kind: str
    phone: str
    reported_at: datetime | None
    reported_to: str
    act: ActButton | None


def superior_rows(reading: IncidentReading) -> list[SuperiorRow]:
    """Return the superior bodies in use, of an incident that is 重大; else none."""
    incident = reading.incident
    if incident.grade_in_force < Grade.MAJOR:
        return []
    first = {row.superior_id: row for row in reversed(superior_calls_of(incident))}
    records = reading.may(RECORD) and not reading.is_settled
    rows = []
    for body in superiors_of(incident.bureau_id).filter(active=True):
        first_call = first.get(body.pk)
        label = _("再登记一次…") if first_call else _("登记电话报告…")
        rows.append(
            SuperiorRow(
                name=body.name,
                kind=body.get_kind_display(),
                phone=body.phone,
                reported_at=first_call.at if first_call else None,
                reported_to=f"{first_call.answered_by} · {first_call.recorded_by.name}"
                if first_call
                else "",
                act=act_button(label, "console:superior-call", incident.number, body.pk)
                if records
                else None,
            )
        )
    return rows
