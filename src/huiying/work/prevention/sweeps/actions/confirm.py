"""确认: a unit confirms that it looked at its matters; nothing new is said too (零报告).

In:   the part of a unit.    Out:  what was reviewed and what is new, by whom and when.
Cost: three queries, two writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.reasons.reason import Reason
from huiying.work.prevention.risks.text import MAX_REASON, matter_text
from huiying.work.prevention.sweeps.content import is_late
from huiying.work.prevention.sweeps.models import SweepPart
from huiying.work.prevention.sweeps.queries import new_numbers, not_reviewed, risks_of_part


@transaction.atomic
def confirm_part(
    *, part: SweepPart, nil: bool, note: str, officer: Officer, now: datetime
) -> None:
    """Confirm the part of a unit; late is better than never, and stays late.

    Args:
        nil: Nothing is new (无新增).

    Raises:
        PermissionDenied: If the officer does not comb for this unit.
        Refused: If it was confirmed, a risk of the unit was not looked at since the sweep
            opened, or what is said of new risks is not so.
        Stale: If somebody of the unit was faster.
    """
    require(officer, Capability.COMB_RISKS)
    if officer.unit_id != part.unit_id:
        raise NotAllowed(Capability.COMB_RISKS)
    words = matter_text(note, MAX_REASON)
    left = list(not_reviewed(part).values_list("number", flat=True))
    if left:
        raise Refused(
            _("以下风险点本期尚未复核：%(numbers)s。请先逐项复核，再确认。")
            % {"numbers": "、".join(left)}
        )
    new = new_numbers(part)
    if nil and new:
        raise Refused(
            _("本期已登记新风险点 %(numbers)s，不能报“无新增”。") % {"numbers": "、".join(new)}
        )
    if not nil and not new:
        raise Refused(_("本期未登记新风险点。请先登记，或报“无新增”。"))
    reviewed = list(risks_of_part(part).values_list("number", flat=True))
    rows = SweepPart.objects.filter(pk=part.pk, confirmed_at__isnull=True)
    done = rows.update(
        nil=nil,
        reviewed=reviewed,
        new=new,
        note=words,
        confirmed_at=now,
        confirmed_by=officer,
    )
    if done != 1:
        raise Stale(_("本单位已确认，无需重复。"))
    part.refresh_from_db()
    stop_clock(clock=part.clock, at=now, reason=Reason("clocks.sweep_confirmed"), now=now)
    record(
        part.sweep,
        "sweep.confirmed",
        officer,
        now,
        unit=part.unit.name,
        nil=nil,
        late=is_late(part, now),
        reviewed=reviewed,
        new=new,
    )
