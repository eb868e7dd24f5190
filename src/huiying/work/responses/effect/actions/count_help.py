"""解决了吗: count what a reader says of an answer.

No record is written: nobody of the bureau acts, and a reader is nobody that a record names.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from huiying.work.responses.core.models import Release
from huiying.work.responses.effect.models import HelpCount


@transaction.atomic
def count_help(*, release: Release, helped: bool, now: datetime) -> None:
    """Add one to the counts of this version and day."""
    row, _new = HelpCount.objects.get_or_create(
        bureau_id=release.bureau_id,
        answer_id=release.answer_id,
        version=release.version,
        day=timezone.localtime(now).date(),
    )
    field = "yes" if helped else "no"
    HelpCount.objects.filter(pk=row.pk).update(**{field: F(field) + 1})
