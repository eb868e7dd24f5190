"""The only way a screen gets a watch topic: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.topics.models import WatchTopic


def topic_for(officer: Officer, pk: int, *, to: Capability) -> WatchTopic:
    """Return a topic of the officer's bureau."""
    return row_for(officer, WatchTopic.objects.select_related("unit"), to=to, pk=pk)
