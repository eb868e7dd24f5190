"""Change who an officer is: name, title, phone, unit. Roles have their own act.

In:   an officer, the new values.    Out:  the row, recorded without personal data.
Cost: two writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused


@transaction.atomic
def edit_officer(
    *,
    officer: Officer,
    name: str,
    title: str,
    phone: str,
    unit: Unit | None,
    actor: Actor,
    now: datetime,
    by: Officer | None = None,
) -> None:
    """Change an officer; one who is moved is new in his unit until a second person confirms it.

    The record says *that* the officer was changed and which fields, never the values: names
    and phone numbers stay out of a chain that is never erased. Of a move it names both units.

    Raises:
        Refused: If the name is empty or the unit is another bureau's.
    """
    if not name.strip():
        raise Refused(_("请填写姓名。"))
    if unit is not None and unit.bureau_id != officer.bureau_id:
        raise Refused(_("该单位不属于本局。"))
    wanted = {
        "name": name.strip(),
        "title": title.strip(),
        "phone": phone.strip(),
        "unit_id": unit.pk if unit else None,
    }
    changed = sorted(
        field for field, value in wanted.items() if getattr(officer, field) != value
    )
    if not changed:
        return
    before = _shown_as(officer)
    for field in changed:
        setattr(officer, field, wanted[field])
    saved = [field.removesuffix("_id") for field in changed]
    if "unit_id" in changed:
        saved += officer.put_in_hand_of(by, now)
    officer.save(update_fields=saved)
    states = {"before": before, "after": _shown_as(officer)} if "unit_id" in changed else {}
    record(officer, "officer.changed", actor, now, fields=changed, **states)


def _shown_as(officer: Officer) -> dict[str, str]:
    return {"unit": officer.unit.name if officer.unit else ""}
