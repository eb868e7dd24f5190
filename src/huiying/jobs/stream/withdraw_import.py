"""Withdraw what an earlier run of an import brought, before other columns are read.

In:   a claimed import that replaces its earlier run.
Out:  its posts withdrawn, but for those that somebody acted on or another file repeats, which
      are counted and marked.
Cost: about 1 ms a post; ≤ 500 posts a transaction. It goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from huiying.jobs import clock
from huiying.jobs.stream.lease import end_turn
from huiying.work.casework.verification.queries import posts_with_request
from huiying.work.collection.imports.actions.advance import end_withdrawal, note_withdrawn
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.imports.queries import (
    posts_of_other_imports,
    rows_to_withdraw,
)
from huiying.work.collection.posts.actions.accept import MAX_BATCH
from huiying.work.incidents.stream.actions.withdraw_placed import withdraw_placed


def withdraw_earlier_run(job: ImportJob, should_stop: Callable[[], bool]) -> bool:
    """Withdraw the posts; False if it was stopped before the end.

    Raises:
        LostClaim: Another runner took the import over; nothing of this batch was withdrawn.
    """
    while post_ids := rows_to_withdraw(job, MAX_BATCH):
        if should_stop():
            return False
        with transaction.atomic():
            end_turn(job.bureau_id)
            shared = posts_with_request(post_ids) | posts_of_other_imports(job, post_ids)
            withdrawn = withdraw_placed(
                bureau_id=job.bureau_id, post_ids=set(post_ids) - shared, now=clock.now()
            )
            note_withdrawn(
                job=job,
                withdrawn=len(withdrawn),
                retained=[post for post in post_ids if post not in withdrawn],
                real_now=clock.real_now(),
            )
    end_withdrawal(job=job, real_now=clock.real_now())
    return True
