"""督办 on a petition, for its page: the items in sight, and the way to open one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.console.supervision.rows import SupervisionPanel, supervision_row
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.supervision.overdue import is_overdue_petition
from huiying.work.casework.supervision.queries import supervisions_on_petition
from huiying.work.petitions.core.models import Petition


def supervision_of_petition(
    petition: Petition, officer: Officer, now: datetime
) -> SupervisionPanel:
    """Return the items on a petition for who sees it; a unit sees its own.

    Cost: one query, however many there are.
    """
    every = list(supervisions_on_petition(petition))
    shown = [row for row in every if sees_all_units(officer) or row.unit_id == officer.unit_id]
    shown.sort(key=lambda row: row.state == SupervisionState.CLOSED)
    return SupervisionPanel(
        rows=[supervision_row(row, officer, now) for row in shown],
        open=sum(row.state != SupervisionState.CLOSED for row in shown),
        acts=_acts(petition, every, officer, now),
    )


def _acts(
    petition: Petition, every: list[Supervision], officer: Officer, now: datetime
) -> list[ActButton]:
    if not may(officer, Capability.SUPERVISE) or not is_overdue_petition(petition, now):
        return []
    if any(row.instruction_id is None and row.state != "CLOSED" for row in every):
        return []
    return [act_button(_("督办超时…"), "console:supervise-petition", petition.number)]
