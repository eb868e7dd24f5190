"""Since when a kind is a gap: only what changes is written, so that the desk knows the new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep import coverage as job
from huiying.policy.monitoring.coverage import KINDS
from huiying.work.collection.coverage.actions.note_gap import GapDetails, note_gap
from huiying.work.collection.coverage.actions.note_states import note_states
from huiying.work.collection.coverage.models import Standing
from huiying.work.collection.coverage.queries import coverage_of, new_gaps
from huiying.work.collection.sources.models import Health, Source, SourceKind
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5h")]
HOUR = timedelta(hours=1)


def test_a_gap_is_new_for_a_day_unless_something_is_said_of_it(yunchuan):
    bureau = yunchuan.bureau.pk
    assert note_states(bureau_id=bureau, coverage=coverage_of(bureau, T0), now=T0) == len(KINDS)
    assert note_states(bureau_id=bureau, coverage=coverage_of(bureau, T0), now=T0) == 0
    assert "weibo" in new_gaps(bureau, T0 + HOUR)

    wanted = GapDetails(Standing.OWNED, "接入中", owner=yunchuan.lu)
    note_gap(kind="weibo", wanted=wanted, officer=yunchuan.shen, now=T0)

    assert "weibo" not in new_gaps(bureau, T0 + HOUR)
    assert new_gaps(bureau, T0 + 25 * HOUR) == []


def test_the_job_sees_a_source_that_was_paused(yunchuan):
    row = Source.objects.create(
        bureau=yunchuan.bureau,
        name="微博推送",
        kind=SourceKind.PUSH,
        channel="微博",
        health=Health.HEALTHY,
        last_new_at=T0,
    )
    job.turn(T0)
    assert "weibo" not in new_gaps(yunchuan.bureau.pk, T0 + HOUR)

    Source.objects.filter(pk=row.pk).delete()
    job.turn(T0 + HOUR)

    assert "weibo" in new_gaps(yunchuan.bureau.pk, T0 + 2 * HOUR)
