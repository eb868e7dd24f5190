"""A batch is stored whole while the claim stands; then the import ends with its result."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.reasons.reason import reason, to_data
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.imports.actions.advance import (
    ImportBatch,
    LostClaim,
    advance_import,
    claim_import,
    finish_import,
)
from huiying.work.collection.imports.models import ImportJob, ImportState, RowResult
from huiying.work.collection.imports.queries import repetitions_of
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.prepare import prepare_items
from tests.factories import T0

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def job(start):
    return claim_import(start().pk, real_now=T0)


def advance(job, *texts, first=1, real_now=T0 + MINUTE, lines=()):
    prepared = prepare_items(
        [RawItem(text=text) for text in texts], batch_context(job.source, T0)
    )
    batch = ImportBatch(range(first, first + len(texts)), prepared, 0.5, lines)
    return advance_import(job=job, rows=batch, actor=MACHINE, now=T0, real_now=real_now)


def take_over(job):
    """Another runner claims the import once the lease ran out."""
    return claim_import(job.pk, real_now=T0 + timedelta(hours=1))


def test_a_batch_moves_the_import_behind_it_and_names_refused_rows(job):
    advance(job, "停水", "停水", "")
    advance(job, "停水", "路灯不亮", first=4)

    job.refresh_from_db()
    refusal = job.refusals.get()
    assert (job.next_row, job.progress) == (6, 0.5)
    assert (job.accepted, job.repeated, job.refused) == (2, 2, 1)
    assert (refusal.row, bool(refusal.reason)) == (3, True)
    assert Post.objects.count() == 2


def test_each_row_is_stored_with_the_post_it_became_or_repeats(job):
    first, *_others = advance(job, "停水", "停水", "", lines=(1, 2, 4))

    rows = job.rows.order_by("row").values_list("row", "result", "post_id", "bureau_id")
    assert list(rows) == [
        (1, RowResult.ACCEPTED, first.post_id, job.bureau_id),
        (2, RowResult.REPEATED, first.post_id, job.bureau_id),
    ]
    assert [row.row for row in repetitions_of(job)] == [2]
    assert (job.refusals.get().row, job.refusals.get().line) == (3, 4)


def test_what_is_said_of_rows_is_counted_on_the_import(job):
    prepared = prepare_items(
        [RawItem(text=text, published_at="昨天") for text in ("停水", "停电")],
        batch_context(job.source, T0),
    )
    batch = ImportBatch([2, 3], prepared, 0.5)

    advance_import(job=job, rows=batch, actor=MACHINE, now=T0, real_now=T0 + MINUTE)
    advance(job, "停气", first=4)

    job.refresh_from_db()
    assert job.notes == {"date_unreadable": {"rows": 2, "count": 0, "first": [2, 3]}}


def test_who_lost_the_claim_stores_nothing_and_ends_nothing(job):
    other = take_over(job)

    with pytest.raises(LostClaim):
        advance(job, "停水")
    with pytest.raises(LostClaim):
        finish_import(job=job, actor=MACHINE, now=T0)

    assert not Post.objects.exists()
    assert advance(other, "停水")[0].status == "accepted"


def test_an_import_ends_with_its_counts_on_record(job):
    advance(job, "停水", "")

    finish_import(job=job, actor=MACHINE, now=T0 + MINUTE)

    record = AuditRecord.objects.get(verb="import.finished")
    assert (job.state, job.progress, job.error) == (ImportState.DONE, 1.0, None)
    assert (job.finished_at, job.claimed_until) == (T0 + MINUTE, None)
    assert record.data == {"accepted": 1, "repeated": 0, "refused": 1, "history": False}


def test_an_import_that_failed_says_why_and_how_far_it_came(job):
    advance(job, "停水")
    why = reason("collection.fetch.unreachable")

    finish_import(job=job, actor=MACHINE, now=T0, error=why)

    assert (job.state, job.error) == (ImportState.FAILED, to_data(why))
    assert (job.progress, job.next_row) == (0.5, 2)
    assert AuditRecord.objects.filter(verb="import.failed").count() == 1
    assert ImportJob.objects.get().accepted == 1
