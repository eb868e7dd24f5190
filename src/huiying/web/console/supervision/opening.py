"""立项督办: on an instruction, on a superior's demand, on what a unit is late with."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.supervision.forms import OpenForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.petitions import handling_unit
from huiying.work.casework.instructions.access import instruction_for
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.superior_supervision.access import superior_supervision_for
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.tasks.access import task_for
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.access import petition_for

KEEP = Capability.SUPERVISE


OF_INSTRUCTION: Target[Instruction] = Target(
    row=instruction_for, back=lambda row: reverse("console:instruction", args=[row.number])
)
OF_NOTICE: Target[Notice] = Target(
    row=notice_for, back=lambda row: reverse("console:notice", args=[row.number])
)
OF_TASK: Target[Assignment] = Target(
    row=task_for, back=lambda row: reverse("console:task", args=[row.number])
)
OF_SUPERIOR: Target[SuperiorSupervision] = Target(
    row=superior_supervision_for,
    back=lambda row: reverse("console:superior-supervision", args=[row.number]),
)


def _petition(officer: Officer, number: str, *, to: Capability) -> Petition:
    return petition_for(officer, number, to=to, now=clock.now())


OF_PETITION: Target[Petition] = Target(
    row=_petition, back=lambda row: reverse("console:petition", args=[row.number])
)
TITLE = _("立项督办")
SAFE = _("时限到销号为止：反馈经一人审核、另一人签署，方可销号。")
SUBMIT = _("立项并通知单位")


def _instruction_options(row: Instruction, request: OfficerRequest) -> dict[str, object]:
    named = [one.unit for one in row.addressees.select_related("unit") if one.unit is not None]
    units: list[Unit] = named or list(units_of(request.user.bureau_id))
    if row.petition is not None:
        units = units_of_petition(row.petition)
    due = row.due_at if row.due_at is not None and row.due_at > clock.now() else None
    return {
        "units": [(unit.pk, unit.name) for unit in units],
        "initial": {"due": localtime(due) if due else None, "demand": row.text[:400]},
    }


def units_of_petition(petition: Petition) -> list[Unit]:
    """Return the one unit that can be asked about a petition."""
    return [one for one in [handling_unit(petition)] if one is not None]


def _petition_options(row: Petition, _request: OfficerRequest) -> dict[str, object]:
    units = [(unit.pk, unit.name) for unit in units_of_petition(row)]
    return {"units": units, "initial": {"unit": row.competent_id}}


def _notice_options(row: Notice, _request: OfficerRequest) -> dict[str, object]:
    return {"units": [(row.unit_id, row.unit.name)], "initial": {"unit": row.unit_id}}


def _task_options(row: Assignment, _request: OfficerRequest) -> dict[str, object]:
    initial = {"unit": row.unit_id, "demand": row.task}
    return {"units": [(row.unit_id, row.unit.name)], "initial": initial}


def _superior_options(row: SuperiorSupervision, request: OfficerRequest) -> dict[str, object]:
    due = row.due_at if row.due_at > clock.now() else None
    return {
        "units": [(unit.pk, unit.name) for unit in units_of(request.user.bureau_id)],
        "initial": {"due": localtime(due) if due else None, "demand": row.demand},
    }


def _open(origin: Origin, form: OpenForm, by: By) -> Outcome:
    data = form.cleaned_data
    row = open_supervision(
        origin=origin,
        unit=unit_for(by.officer, data["unit"], to=KEEP),
        demand=data["demand"],
        due=data["due"],
        **by.stamp,
    )
    url = reverse("console:supervision", args=[row.number])
    return _("已立项督办（%(number)s）。") % {"number": row.number}, url


@Act(
    OF_INSTRUCTION,
    KEEP,
    title=TITLE,
    lead=lambda row: row.text,
    safe=SAFE,
    form=OpenForm,
    options=_instruction_options,
    submit=SUBMIT,
)
def of_instruction(row: Instruction, form: OpenForm, by: By) -> Outcome:
    """立项督办 because of an instruction."""
    return _open(Origin(instruction=row), form, by)


@Act(
    OF_SUPERIOR,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("%(sender)s督办 %(number)s：%(demand)s")
        % {"sender": row.sender, "number": row.sender_number, "demand": row.demand}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_superior_options,
    submit=SUBMIT,
)
def of_superior(row: SuperiorSupervision, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a superior body asks."""
    return _open(Origin(superior=row), form, by)


@Act(
    OF_NOTICE,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("通报 %(number)s 超时未反馈：%(title)s")
        % {"number": row.number, "title": row.incident.title}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_notice_options,
    submit=SUBMIT,
)
def of_notice(row: Notice, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a unit is late with a notice."""
    return _open(Origin(notice=row), form, by)


@Act(
    OF_PETITION,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("信访事项 %(number)s 超时未办：%(title)s")
        % {"number": row.number, "title": row.title}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_petition_options,
    submit=SUBMIT,
)
def of_petition(row: Petition, form: OpenForm, by: By) -> Outcome:
    """立项督办 because the unit is late with a petition."""
    return _open(Origin(petition=row), form, by)


@Act(
    OF_TASK,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("交办 %(number)s 超时未办结：%(task)s") % {"number": row.number, "task": row.task}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_task_options,
    submit=SUBMIT,
)
def of_task(row: Assignment, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a unit is late with a task."""
    return _open(Origin(task=row), form, by)
