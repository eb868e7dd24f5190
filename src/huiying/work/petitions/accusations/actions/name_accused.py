"""Record whom an accusation accuses: units, officers, or somebody outside of the bureau.

In:   an accusation, who is accused.    Out:  the same; from then on the block is around them.
Cost: a few writes; the record holds neither names nor words.

Who was named stays named: taking a name away would open the accusation to who is accused.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.work.petitions.accusations.actions.change import change_accusation, refuse_ended
from huiying.work.petitions.accusations.models import Accusation


@transaction.atomic
def name_accused(
    *,
    accusation: Accusation,
    units: Collection[Unit],
    officers: Collection[Officer],
    outside: bool,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Record who is accused; further ones may be added later.

    Args:
        outside: Somebody is accused who is neither a unit nor an officer of the bureau.

    Raises:
        Refused: If nobody is named, somebody is of another bureau, or it has ended.
        Stale: If somebody else changed it meanwhile.
    """
    refuse_ended(accusation)
    if not (units or officers or outside):
        raise Refused(_("请选择涉及的单位、人员，或者勾选“本局以外”。"))
    bureaus = {unit.bureau_id for unit in units} | {one.bureau_id for one in officers}
    if bureaus - {accusation.bureau_id}:
        raise Refused(_("只能选择本局名册中的单位和人员。"))
    change_accusation(
        accusation,
        revision,
        accused_named_at=accusation.accused_named_at or now,
        accused_outside=accusation.accused_outside or outside,
    )
    accusation.accused_units.add(*units)
    accusation.accused_officers.add(*officers)
    record_restricted(accusation, "accusation.accused_named", officer, now)
