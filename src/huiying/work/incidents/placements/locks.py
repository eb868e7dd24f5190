"""Let one process at a time change the events of a bureau.

In:   bureau id.    Out:  a row lock until the transaction ends.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Bureau


def lock_events(bureau_id: int) -> None:
    """Keep another process from joining or proposing events until the transaction ends."""
    Bureau.objects.select_for_update(no_key=True).get(pk=bureau_id)
