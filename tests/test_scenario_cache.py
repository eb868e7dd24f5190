"""An act that is written again leaves what the acts leave, and only upon an untouched cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.search import documents
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from tests.factories import Cast
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    source_of,
    submit_posts,
)

pytestmark = pytest.mark.django_db
GIVEN = {"texts": WATER, "grade": Grade.MAJOR}


def left_by(deed: Callable[[], Incident]) -> tuple[object, ...]:
    """Return what an act leaves, without the numbers that are drawn anew each time."""
    with transaction.atomic():
        incident = deed()
        bureau = incident.bureau_id
        rows = {model.__name__: model.objects.count() for model in apps.get_models()}
        records = list(AuditRecord.objects.order_by("seq").values_list("seq", "verb", "label"))
        found = [
            documents.find(bureau_id=bureau, phrase=word).refs for word in ("发黄", "停水")
        ]
        told = (incident.number, incident.title, incident.grade, incident.opened_at)
        stored = Incident.objects.values_list("number", "title", "grade", "opened_at").get()
        holds = verify(bureau_id=bureau).holds
        transaction.set_rollback(True)
    restart_workers()
    return rows, records, found, told, stored, holds


def requested_by(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        deed()
    return sum(query["sql"].startswith("SELECT") for query in asked)


def test_what_is_written_again_is_what_is_done(yunchuan):
    done = left_by(lambda: incident_of.__wrapped__(yunchuan, **GIVEN))
    again = left_by(lambda: incident_of(yunchuan, **GIVEN))

    assert again == done
    assert done[-1], "the chain of records holds"


def test_only_what_was_kept_is_written_again_and_only_upon_a_new_cast(yunchuan: Cast):
    def written() -> bool:
        with transaction.atomic():
            few = requested_by(lambda: incident_of(yunchuan, QUEUE)) < 5
            transaction.set_rollback(True)
        restart_workers()
        return few

    assert written()

    source_of(yunchuan, "云川论坛")

    assert not written()


def test_a_post_that_comes_later_joins_what_was_written_again(yunchuan, now):
    incident_of(yunchuan, WATER)
    event = Candidate.objects.get().event_id

    (later,) = submit_posts(yunchuan, WATER[0] + "，今天还是", channel="微博", now=now)
    run_stream(yunchuan, now=now)

    assert later > event
    assert Placement.objects.get(post_id=later).event_id == event
