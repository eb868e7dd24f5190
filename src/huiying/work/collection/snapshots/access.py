"""The only way a screen gets a post to take a snapshot of: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.posts.models import Post


def post_for(officer: Officer, post_id: int, *, to: Capability) -> Post:
    """Return a post of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    return row_for(officer, Post.objects.all(), to=to, pk=post_id)
