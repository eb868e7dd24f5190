"""Acts of instructions: give, type in from the paper, confirm, disown, correct."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.capabilities import Capability, roles_with
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.instructions.forms import InstructionForm, PaperForm
from huiying.web.console.instructions.subjects import (
    INSTRUCTED_KINDS,
    RECEIVED_REPORT,
    REPORT,
    matter_url,
    matter_words,
)
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.petitions import handling_unit
from huiying.work.casework.instructions.access import instruction_for
from huiying.work.casework.instructions.actions.confirm import INSTRUCTION_KIND
from huiying.work.casework.instructions.actions.give import (
    enter_instruction,
    give_instruction,
)
from huiying.work.casework.instructions.matters import (
    INCIDENT,
    PETITION,
    REFERENCE,
    Matter,
)
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.instructions.queries import leaders_of

GIVE, ENTER = Capability.INSTRUCT, Capability.SUPERVISE
SAFE = _("批示不改变等级、时限和回应，只增加办理事项；作出后不得修改，更正另存一份。")


def _target(kind: str) -> Target[Matter]:
    """Return a kind of row as what an instruction is about."""
    subject = INSTRUCTED_KINDS[kind]

    def obtain(officer: Officer, *, number: str, to: Capability) -> Matter:
        return subject.matter(subject.obtain(officer, number, to=to))

    return Target(row=obtain, back=matter_url, about=matter_words)


def _people(matter: Matter, officer: Officer) -> dict[str, object]:
    """Return whom an instruction can address: units, and the bureau's own people.

    On a petition who sees it: the unit that handles it, and whoever sees petitions.
    """
    bureau, petition = officer.bureau_id, matter.petition
    sees = Capability.SEE_POSTS if petition is None else Capability.SEE_PETITIONS
    own = officers_of(bureau).filter(is_active=True, grants__role__in=roles_with(sees))
    handles = handling_unit(petition) if petition is not None else None
    units = units_of(bureau) if petition is None else filter(None, [handles])
    return {
        "units": [(unit.pk, unit.name) for unit in units],
        "officers": [(one.pk, one.name) for one in own.exclude(pk=officer.pk).distinct()],
    }


def _options(matter: Matter, request: OfficerRequest) -> dict[str, object]:
    return _people(matter, request.user)


def _paper_options(matter: Matter, request: OfficerRequest) -> dict[str, object]:
    leaders = leaders_of(request.user.bureau_id)
    return {
        **_people(matter, request.user),
        "leaders": [(one.pk, one.name) for one in leaders.exclude(pk=request.user.pk)],
        "initial": {"dated": clock.now().astimezone(LOCAL).date()},
    }


def _give(matter: Matter, form: InstructionForm, by: By) -> Outcome:
    row = give_instruction(matter=matter, given=form.given(by.officer), **by.stamp)
    return _("已批示（%(number)s）。") % {"number": row.number}, _url(row)


def _enter(matter: Matter, form: PaperForm, by: By) -> Outcome:
    row = enter_instruction(
        matter=matter, paper=form.paper(by.officer), given=form.given(by.officer), **by.stamp
    )
    return _("已登记（%(number)s），待本人确认。") % {"number": row.number}, _url(row)


def _url(row: Instruction) -> str:
    return reverse("console:instruction", args=[row.number])


GIVING: dict[str, Any] = {
    "title": _("作出批示"),
    "safe": SAFE,
    "lead": _("批示后即时通知所列单位和人员。"),
    "form": InstructionForm,
    "options": _options,
    "submit": _("签署批示"),
}
ENTERING: dict[str, Any] = {
    "title": _("登记领导批示"),
    "lead": _("按批示件登记并上传扫描件。本人确认前标明“待本人确认”，不通知所列单位。"),
    "safe": SAFE,
    "form": PaperForm,
    "options": _paper_options,
    "submit": _("登记批示"),
}

of_incident = Act(_target(INCIDENT), GIVE, **GIVING)(_give)
"""作出批示 on an incident."""
of_reference = Act(_target(REFERENCE), GIVE, **GIVING)(_give)
"""作出批示 on a submission."""
paper_of_incident = Act(_target(INCIDENT), ENTER, **ENTERING)(_enter)
"""登记批示 on an incident."""
paper_of_reference = Act(_target(REFERENCE), ENTER, **ENTERING)(_enter)
"""登记批示 on a submission."""
of_report = Act(_target(REPORT), GIVE, **GIVING)(_give)
"""作出批示 on a report to superior bodies."""
paper_of_report = Act(_target(REPORT), ENTER, **ENTERING)(_enter)
"""登记批示 on a report to superior bodies."""
of_received = Act(_target(RECEIVED_REPORT), GIVE, **GIVING)(_give)
"""作出批示 on a report of a subordinate."""
paper_of_received = Act(_target(RECEIVED_REPORT), ENTER, **ENTERING)(_enter)
"""登记批示 on a report of a subordinate."""
of_petition = Act(_target(PETITION), GIVE, **GIVING)(_give)
"""作出批示 on a petition."""
paper_of_petition = Act(_target(PETITION), ENTER, **ENTERING)(_enter)
"""登记批示 on a petition."""

INSTRUCTION = Target(row=instruction_for, back=_url, about=lambda row: matter_words(row.matter))


def _as_it_was(row: Instruction) -> dict[str, object]:
    addressees = list(row.addressees.all())
    return {
        "text": row.text,
        "due": row.due_at,
        "supervise": row.supervise,
        "units": [one.unit_id for one in addressees if one.unit_id is not None],
        "officers": [one.officer_id for one in addressees if one.officer_id is not None],
    }


def _correct_options(row: Instruction, request: OfficerRequest) -> dict[str, object]:
    return {**_people(row.matter, request.user), "initial": _as_it_was(row)}


def _correct_paper_options(row: Instruction, request: OfficerRequest) -> dict[str, object]:
    was = {**_as_it_was(row), "leader": row.given_by_id, "dated": row.dated}
    return {**_paper_options(row.matter, request), "initial": was}


@Act(
    INSTRUCTION,
    GIVE,
    title=_("更正批示"),
    lead=_("另存一份，原批示保留并注明已更正。"),
    safe=SAFE,
    form=InstructionForm,
    options=_correct_options,
    submit=_("签署更正"),
)
def correct(row: Instruction, form: InstructionForm, by: By) -> Outcome:
    """更正, by who gave it."""
    newer = give_instruction(
        matter=row.matter, given=form.given(by.officer), replaces=row, **by.stamp
    )
    return _("已更正（%(number)s）。") % {"number": newer.number}, _url(newer)


@Act(
    INSTRUCTION,
    ENTER,
    title=_("更正登记"),
    lead=_("另存一份，原登记保留并注明已更正；须重新确认。"),
    safe=SAFE,
    form=PaperForm,
    options=_correct_paper_options,
    submit=_("登记更正"),
)
def correct_paper(row: Instruction, form: PaperForm, by: By) -> Outcome:
    """更正 of what was typed in; the leader confirms anew."""
    newer = enter_instruction(
        matter=row.matter,
        paper=form.paper(by.officer),
        given=form.given(by.officer),
        replaces=row,
        **by.stamp,
    )
    return _("已更正（%(number)s），待本人确认。") % {"number": newer.number}, _url(newer)


CONFIRMED: Text = _("已确认。")
confirm = approve_act(INSTRUCTION_KIND, INSTRUCTION, GIVE, done=CONFIRMED)
"""本人确认 of exactly what was on the screen."""

disown = return_act(
    INSTRUCTION_KIND,
    INSTRUCTION,
    GIVE,
    title=_("不予确认"),
    lead=_("登记内容与本人批示不符的，写明理由；办公室据此更正。已立项的督办照常办理。"),
    done=_("已退回办公室更正。"),
)
"""不予确认, with a reason."""
