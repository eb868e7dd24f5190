"""延期: who may apply, who decides, what the approval binds, the state of an application."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, UnitKind
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.clocks.queries import holds_now
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.extensions import EXTENDABLE
from huiying.work.casework.extensions.models import Extension

KIND = "extension"
DECIDING_CAPABILITY = {
    "task": Capability.CONSULT,
    "claim": Capability.VERIFY,
    "report": Capability.NOTIFY,
}
"""Who sets the deadline of a kind may also move it; a leader may move every one."""


def extensions_of(clock_id: int) -> QuerySet[Extension]:
    """Return the applications on a clock, oldest first."""
    rows = Extension.objects.filter(clock_id=clock_id)
    return rows.select_related("requested_by", "signoff__decided_by", "clock")


def extension_of(request: SignoffRequest) -> Extension | None:
    """Return what a request to approve is about."""
    rows = Extension.objects.filter(signoff=request).select_related("clock__holder_unit")
    return rows.first()


def may_ask_extension(officer: Officer, clock: Clock) -> bool:
    """Tell whether an officer may ask for more time on a clock.

    Who holds it; for an agency outside, who keeps in touch with it asks on its behalf.
    """
    if clock.kind not in EXTENDABLE or clock.state != ClockState.RUNNING:
        return False
    unit = clock.holder_unit
    outside = unit is not None and unit.kind == UnitKind.AGENCY
    return holds_now(officer, clock) or (outside and may(officer, Capability.LIAISE))


def decides(officer: Officer, clock: Clock) -> bool:
    """Tell whether an officer's role decides: a leader, or who sets such deadlines.

    Nobody of the unit that holds the clock does by setting it, nor who stands in for somebody
    of it; a leader may.
    """
    if may(officer, Capability.APPROVE):
        return True
    sets = DECIDING_CAPABILITY.get(clock.kind)
    own = clock.holder_unit_id is not None and clock.holder_unit_id in units_behind(officer)
    return sets is not None and may(officer, sets) and not own


def waits(row: Extension) -> bool:
    """Tell whether an application still waits: undecided, and its clock runs."""
    return row.signoff.decision == Decision.PENDING and row.clock.state == ClockState.RUNNING


def extension_content(
    clock: Clock, before: datetime, after: datetime, reason: str
) -> dict[str, Any]:
    """Return what is asked for, as it is bound."""
    return {
        "schema": 1,
        "clock": clock.pk,
        "from": before.astimezone(UTC).isoformat(),
        "to": after.astimezone(UTC).isoformat(),
        "reason": reason,
    }


def extension_hash(row: Extension) -> str:
    """Return the hash of an application as it stands now; another end of the clock voids it."""
    content = extension_content(row.clock, row.clock.due_at, row.due_after, row.reason)
    return hash_of_content(content)


def extension_outcome(row: Extension) -> str:
    """Say how an application stands, as one sentence."""
    request = row.signoff
    if request.decision == Decision.PENDING:
        return _("等决定") if waits(row) else _("未及决定，时限已结束")
    if request.decision == Decision.RETURNED:
        return _("不同意：%(reason)s") % {"reason": request.reason}
    if row.applied_at is None:
        return _("同意，但决定时已超时：原时限不变，超时照记")
    return _("同意")
