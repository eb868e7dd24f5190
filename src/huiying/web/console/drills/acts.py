"""Acts on drills: edit, say why it starts all the same, cancel."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.prevention.drill_script import from_data, write_lines
from huiying.web.console.drills.forms import DrillForm
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.prevention.drills.access import drill_for
from huiying.work.prevention.drills.actions.plan_drill import (
    DrillText,
    allow_despite,
    cancel_drill,
    edit_drill,
)
from huiying.work.prevention.drills.models import Drill

PLANS = Capability.CONSULT
DRILL = Target(
    row=drill_for,
    back=lambda row: reverse("console:drill", args=[row.number]),
    topic=lambda row: row.topic,
    about=lambda row: f"{row.number} {row.title}",
)


def unit_options(bureau_id: int) -> dict[str, Any]:
    """Return the units to choose from."""
    return {"units": [(unit.pk, unit.name) for unit in units_of(bureau_id)]}


def drill_text(form: DrillForm, officer: Officer) -> DrillText:
    """Return what was typed as the act wants it."""
    data = form.cleaned_data
    units = [unit_for(officer, key, to=PLANS) for key in data["units"]]
    return DrillText(**{**data, "units": units})


def _edit_options(row: Drill, request: OfficerRequest) -> dict[str, Any]:
    script = from_data(row.script)
    options = unit_options(request.user.bureau_id)
    keys = {name: key for key, name in options["units"]}
    initial = {
        "title": row.title,
        "objectives": row.objectives,
        "minutes": script.minutes,
        "grade": "" if script.grade is None else int(script.grade),
        "units": [keys[name] for name in script.units if name in keys],
        "steps": write_lines(script.steps),
    }
    return {**options, "initial": initial}


@Act(
    DRILL,
    PLANS,
    title=_("编辑演练"),
    safe=_("开始后不得更改。"),
    form=DrillForm,
    options=_edit_options,
    submit=_("保存演练"),
)
def edit(row: Drill, form: DrillForm, by: By) -> Text:
    """编辑, before it starts."""
    text = drill_text(form, by.officer)
    edit_drill(drill=row, text=text, revision=by.revision, **by.stamp)
    return _("演练已保存。")


@Act(
    DRILL,
    PLANS,
    title=_("重大事件期间仍开展演练"),
    lead=_("仅对当前正在办理的重大负面事件有效；开始时还须在命令中加 --despite。"),
    form=ReasonForm,
    submit=_("保存理由"),
)
def allow(row: Drill, form: ReasonForm, by: By) -> Text:
    """说明理由: why it starts though a grave incident runs."""
    allow_despite(drill=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("理由已保存。")


@Act(
    DRILL,
    PLANS,
    title=_("取消演练"),
    lead=_("取消后不得再开始，不形成结果；正在进行的随即停止。"),
    form=ReasonForm,
    submit=_("取消演练"),
)
def cancel(row: Drill, form: ReasonForm, by: By) -> Text:
    """取消, with a reason."""
    cancel_drill(drill=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("演练已取消。")
