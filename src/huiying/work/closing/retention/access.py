"""The only way a screen gets a deletion of posts: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.retention.models import PostDeletion


def deletion_for(officer: Officer, number: str, *, to: Capability) -> PostDeletion:
    """Return a deletion of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = PostDeletion.objects.select_related("requested_by", "signoff__decided_by")
    return row_for(officer, rows, to=to, number=number)
