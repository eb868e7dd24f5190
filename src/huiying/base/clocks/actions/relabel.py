"""Give clocks the name of what their subject became (a candidate becomes an incident).

In:   the old public number, the new subject.    Out:  how many clocks carry it now.
Cost: one update.
"""

from __future__ import annotations

from django.db import transaction

from huiying.base.clocks.actions.start import ClockSubject, columns_of
from huiying.base.clocks.models import Clock


@transaction.atomic
def relabel(*, bureau_id: int, old_ref: str, subject: ClockSubject) -> int:
    """Rename every clock of a subject, running or not; times and results stay."""
    return Clock.objects.filter(bureau_id=bureau_id, subject_ref=old_ref).update(
        **columns_of(subject)
    )
