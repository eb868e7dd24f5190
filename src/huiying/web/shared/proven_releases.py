"""Published words only when they are those of the record.

In:   a query of releases.    Out:  the releases, and which differ; alarms of those.
Cost: one query beside the one that reads them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import DatabaseError

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.jobs.upkeep.record_alarms import report_differences
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.proof import doubts_about

log = logging.getLogger("huiying.portal")


def proven(
    bureau: Bureau, load: Callable[[], Iterable[Release]]
) -> tuple[list[Release], frozenset[int]]:
    """Return the releases, and the keys of those whose words must not be shown.

    Args:
        load: Reads the releases; asked again when something differs, since what was published
            between two reads looks like a difference.
    """
    releases = list(load())
    doubts = doubts_about(bureau.pk, releases)
    if doubts:
        releases = list(load())
        doubts = doubts_about(bureau.pk, releases)
    if doubts:
        try:
            report_differences(bureau.pk, doubts.values(), clock.now())
        except DatabaseError:  # a reader is answered also when nothing can be written
            log.exception("what differs from the record could not be reported")
    return releases, frozenset(doubts)
