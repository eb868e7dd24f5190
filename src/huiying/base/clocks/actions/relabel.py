"""Change the label of clocks when their subject changes (a candidate becomes an incident).

In:   the old public number, the new subject.    Out:  how many clocks carry it now.
Cost: one update.
"""

from __future__ import annotations

from django.db import transaction

from huiying.base.clocks.actions.start import ClockSubject, columns_of
from huiying.base.clocks.models import Clock


@transaction.atomic
def relabel_clocks(
    *, bureau_id: int, old_ref: str, subject: ClockSubject, only: Clock | None = None
) -> int:
    """Rename the clocks of a subject, running or not; times and results stay.

    Args:
        only: This clock alone, when a part is taken out of the subject again.
    """
    clocks = Clock.objects.filter(bureau_id=bureau_id, subject_ref=old_ref)
    if only is not None:
        clocks = clocks.filter(pk=only.pk)
    return clocks.update(**columns_of(subject))
