"""Read waivers: of an incident, by number, who could sign one.

In:   an incident, a waiver, a moment.    Out:  rows for screens; officers.
Cost: one indexed query; one more for each officer who could sign.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, roles_with
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.accounts.roles.queries import may, with_delegated_roles
from huiying.policy.closing.gate import Condition, ConditionState
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import active_recusal_of


def waivers_of(incident: Incident) -> list[Waiver]:
    """Return every waiver that was asked for an incident, newest first."""
    rows = Waiver.objects.filter(incident=incident)
    return list(
        rows.select_related("requested_by", "signoff__decided_by", "incident").order_by("-pk")
    )


def waiver_signers(waiver: Waiver, now: datetime) -> list[Officer]:
    """Return who could sign a waiver at this moment: leaders and those who stand in for them.

    Who asked does not count, nor who stands in for who asked, nor who keeps out (回避).
    """
    roles = roles_with(Capability.APPROVE)
    people = Officer.objects.filter(bureau_id=waiver.bureau_id, is_active=True)
    own = people.filter(grants__role__in=roles)
    lent = people.filter(
        stands_for__role__in=roles,
        stands_for__from_at__lte=now,
        stands_for__until_at__gt=now,
        stands_for__revoked_at__isnull=True,
    )
    found = []
    for officer in (own | lent).distinct().order_by("pk"):
        behind = principals_of(officer, since=waiver.requested_at, now=now)
        if waiver.requested_by_id in {officer.pk, *behind}:
            continue
        if may(
            with_delegated_roles(officer, now), Capability.APPROVE
        ) and not active_recusal_of(officer, waiver.incident):
            found.append(officer)
    return found


def is_met(waiver: Waiver, now: datetime) -> bool:
    """Tell whether the condition of a waiver holds by itself."""
    states = {row.condition: row.state for row in gate_of(waiver.incident, now).rows}
    return states.get(Condition(waiver.condition)) == ConditionState.MET
