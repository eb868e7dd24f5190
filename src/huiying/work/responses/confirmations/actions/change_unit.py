"""Change a unit, unless an open matter would then be answered without asking that agency.

In:   a unit, its new values.    Out:  the unit; recorded with name and kind before and after.
Cost: one query; four more for each open draft of the bureau, when an agency is to be none, to
      be called otherwise or to go out of use.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.accounts.organisation.actions.set_up import edit_unit
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
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
) -> None:
    """Change a unit; see ``edit_unit``.

    Raises:
        Refused: If an agency is to be something else while it is concerned in an open incident;
            or is that, renamed or put out of use while an open draft needs its confirmation;
            or the name is used before.
    """
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
    edit_unit(
        unit=unit,
        name=name,
        kind=kind,
        duties=duties,
        active=active,
        is_office=is_office,
        contact=contact,
        phone=phone,
        actor=actor,
        now=now,
    )


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
