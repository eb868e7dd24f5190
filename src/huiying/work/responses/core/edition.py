"""Mark a public page as changed, so that no cached copy is served any longer.

In:   a bureau, inside the transaction of the act.    Out:  its edition, one higher.
Cost: one look-up and one update.
"""

from __future__ import annotations

from django.db.models import F

from huiying.work.responses.core.models import Edition


def bump_public_edition(bureau_id: int) -> None:
    """Count a change of what the public sees; call it in the act's own transaction."""
    Edition.objects.get_or_create(bureau_id=bureau_id)
    Edition.objects.filter(bureau_id=bureau_id).update(number=F("number") + 1)
