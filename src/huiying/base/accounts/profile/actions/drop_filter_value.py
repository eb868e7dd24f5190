"""Take a value out of the saved filters of a bureau that its lists no longer answer.

In:   a page, a parameter of its filters, which values stand.
Out:  filters without the others.
Cost: one query, and a write a filter that changes. No record: nothing that is shown changes.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from huiying.base.accounts.profile.models import SavedFilter


@transaction.atomic
def drop_filter_value(
    *, bureau_id: int, page: str, parameter: str, stands: Callable[[str], bool]
) -> int:
    """Drop a parameter where its value does not stand; a filter of nothing else is deleted.

    Returns:
        How many filters were changed or deleted.
    """
    changed = 0
    for row in SavedFilter.objects.filter(bureau_id=bureau_id, page=page):
        pairs = parse_qsl(row.query)
        left = [(key, value) for key, value in pairs if key != parameter or stands(value)]
        if left == pairs:
            continue
        rows = SavedFilter.objects.filter(pk=row.pk)
        if left:
            rows.update(query=urlencode(left))
        else:
            rows.delete()
        changed += 1
    return changed
