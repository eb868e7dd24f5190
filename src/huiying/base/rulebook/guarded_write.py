"""Write the one row a bureau has of something, if it is as the officer read it.

In:   the revision that a form was made from, new values.    Out:  None, or who was first.
Cost: one conditional update; an insert the first time.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.rulebook.models import BureauCalendar, RuleDraft

NONE_YET = 0  # the revision of a form that was made before there was a row


def write_guarded(
    model: type[RuleDraft | BureauCalendar],
    values: dict[str, Any],
    *,
    shown_revision: int,
    officer: Officer,
    now: datetime,
) -> str | None:
    """Write the values; of two editors one wins, and the other is told the winner's name."""
    values = values | {"edited_at": now, "edited_by": officer}
    rows = model.objects.filter(bureau_id=officer.bureau_id)
    unchanged = rows.filter(revision=shown_revision)
    if unchanged.update(revision=F("revision") + 1, **values) == 1:
        return None
    if shown_revision == NONE_YET:
        with suppress(IntegrityError), transaction.atomic():
            model.objects.create(bureau_id=officer.bureau_id, revision=1, **values)
            return None
    return rows.values_list("edited_by__name", flat=True).first() or _("他人")
