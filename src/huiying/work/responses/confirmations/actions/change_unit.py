"""Change a unit, unless an open matter would then be answered without asking that agency.

In:   a unit, its new values.    Out:  the unit; recorded with name and kind before and after.
Cost: one query; four more for each open draft of the bureau, when an agency is to be none, to
      be called otherwise or to go out of use.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.organisation.actions.set_up import check_name, edit_unit
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.personnel.actions.change_setting import (
    Setting,
    State,
    ask_change,
    setting_kind,
)
from huiying.base.personnel.models import SettingChange
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.confirmations.required import required_confirmations
from huiying.work.responses.core.models import OPEN_STATES, Draft


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    name: str,
    kind: str,
    duties: str,
    active: bool,
    is_office: bool,
    actor: Actor,
    now: datetime,
    contact: str | None = None,
    phone: str | None = None,
    by: Officer | None = None,
    reason: str = "",
) -> SettingChange | None:
    """Change a unit; see ``edit_unit``.

    Args:
        by: Who asks. While periods run in the unit's hands, another name, another kind and
            putting it out of use wait for a second person; the rest is changed at once.
            None: a command.

    Returns:
        The request that waits, if there is one.

    Raises:
        Refused: If an agency is to be something else while it is concerned in an open incident;
            or is that, renamed or put out of use while an open draft needs its confirmation;
            or the name is used before; or two are to sign, and nothing says why.
    """
    _refuse_unasked(unit, name, kind, active=active)
    rest: dict[str, Any] = {
        "unit": unit,
        "duties": duties,
        "is_office": is_office,
        "contact": contact,
        "phone": phone,
        "actor": actor,
        "now": now,
    }
    after: State = {"name": name.strip(), "kind": str(kind), "active": active}
    before = _state(unit.pk)
    silences = after["name"] != before["name"] or after["kind"] != before["kind"]
    silences = silences or (before["active"] and not active)
    if by is None or not (silences and _periods_run(unit)):
        edit_unit(name=name, kind=kind, active=active, **rest)
        return None
    check_name(unit, name)
    edit_unit(**(rest | before))
    return ask_change(
        UNIT_KIND,
        UNIT,
        target_id=unit.pk,
        name=unit.name,
        after=after,
        reason=reason,
        by=by,
        now=now,
    )


def _refuse_unasked(unit: Unit, name: str, kind: str, *, active: bool) -> None:
    """Keep an agency as it is while an open matter needs its word."""
    if unit.kind == UnitKind.AGENCY:
        leaves = kind != UnitKind.AGENCY
        if leaves and _open_incident(unit):
            raise Refused(
                _("%(unit)s涉及未办结事件，办结前仍为外单位，不得更改性质。")
                % {"unit": unit.name}
            )
        hides = leaves or name.strip() != unit.name or (unit.active and not active)
        if hides and _needed_by_a_draft(unit):
            raise Refused(
                _(
                    "有回应正在起草或送审，须先经%(unit)s确认；发布或终止起草前，不"
                    "得更改其名称、性质，也不得停用。"
                )
                % {"unit": unit.name}
            )


def _periods_run(unit: Unit) -> bool:
    rows = Clock.objects.filter(bureau_id=unit.bureau_id, holder_unit=unit)
    return rows.filter(state=ClockState.RUNNING).exists()


def _state(pk: int) -> State:
    row = Unit.objects.get(pk=pk)
    return {"name": row.name, "kind": str(row.kind), "active": row.active}


def _apply(change: SettingChange, officer: Officer, now: datetime) -> None:
    unit = Unit.objects.get(pk=change.target_id)
    change_unit(
        unit=unit,
        **change.after,
        duties=unit.duties,
        is_office=unit.is_office,
        actor=officer.audit_actor(),
        now=now,
    )


UNIT = Setting("unit", _state, _apply)
UNIT_KIND = setting_kind("unit-change", UNIT)


def _open_incident(unit: Unit) -> bool:
    rows = Incident.objects.filter(bureau_id=unit.bureau_id, concerned__unit=unit)
    return rows.exclude(stage__in=SETTLED).exists()


def _needed_by_a_draft(unit: Unit) -> bool:
    drafts = Draft.objects.filter(bureau_id=unit.bureau_id, state__in=OPEN_STATES)
    return any(
        row.unit.pk == unit.pk
        for draft in drafts.select_related("answer__incident", "answer__speaker")
        for row in required_confirmations(draft)
    )
