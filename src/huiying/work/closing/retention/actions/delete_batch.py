"""Delete the next posts of a signed plan.

In:   a deletion that runs.    Out:  some hundred posts fewer; at the end one record.
Cost: about 0.5 ms a post; one transaction a batch, whole events together.

What may go is asked anew for each batch: a post that something uses by now stays. So is what
allows it: the signatures on exactly this plan and the months in force; no batch takes more than
the plan stated, in all or of a month. Otherwise the deletion stops and its record says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.locks import lock_row
from huiying.work.closing.core.planned_deletions import (
    finish_deletion,
    next_digest,
    stop_deletion,
)
from huiying.work.closing.retention.allowed import why_not_allowed, why_too_many
from huiying.work.closing.retention.free_posts import (
    Limits,
    next_free_posts,
    posts_of_same_events,
)
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.collection.posts.actions.delete_posts import delete_posts
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.deleted_posts import keep_topics_of

BATCH = 500

BeforeDeleting = Callable[[int], None]


@transaction.atomic
def delete_batch(
    *, deletion: PostDeletion, now: datetime, before: BeforeDeleting, most: int = BATCH
) -> int:
    """Delete the next posts, or end the deletion when none is left; return how many went.

    A deletion that nothing allows any more is stopped, and 0 is returned.

    Args:
        before: Called with the number of the newest placement that goes, inside of the
            transaction: who keeps posts in memory must read them anew. 0 = none was placed.
    """
    deletion = lock_row(PostDeletion, deletion.pk)
    if deletion.state != DeletionState.RUNNING:
        return 0
    bureau_id = deletion.bureau_id
    lock_row(Bureau, bureau_id, referable=True)  # no other process joins events
    if why := why_not_allowed(deletion, now):
        stop_deletion(deletion=deletion, officer=None, reason=why, now=now)
        return 0
    limits = Limits(deletion.before, deletion.today)
    reached, first = next_free_posts(bureau_id, limits, after=deletion.cursor, most=most)
    if not first:
        finish_deletion(deletion, now, before=deletion.before.isoformat())
        return 0
    chosen = posts_of_same_events(bureau_id, first)
    if why := why_too_many(deletion, chosen):
        stop_deletion(deletion=deletion, officer=None, reason=why, now=now)
        return 0
    placed = Placement.objects.filter(bureau_id=bureau_id, post_id__in=chosen)
    before(max(placed.values_list("seq", flat=True), default=0))
    _forget_quotes(bureau_id, list(placed.values_list("event_id", flat=True).distinct()))
    keep_topics_of(bureau_id, chosen)
    counted = delete_posts(bureau_id=bureau_id, post_ids=chosen)
    _advance(deletion, reached, chosen, counted)
    return len(chosen)


def _advance(
    deletion: PostDeletion, reached: int, chosen: list[int], counted: Counter[date]
) -> None:
    by_month = Counter(deletion.by_month)
    for day, count in counted.items():
        by_month[f"{day:%Y-%m}"] += count
    PostDeletion.objects.filter(pk=deletion.pk).update(
        cursor=reached,
        deleted=deletion.deleted + len(chosen),
        by_month=dict(sorted(by_month.items())),
        digest=next_digest(deletion.digest, chosen),
    )


def _forget_quotes(bureau_id: int, events: list[int]) -> None:
    """Take the words of posts out of decided triage items; their decisions stay."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=events)
    rows.update(why=[])
