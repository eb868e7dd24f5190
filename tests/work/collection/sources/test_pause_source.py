"""A source is paused and resumed; doing it twice does it once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.work.collection.sources.actions.pause_source import (
    pause_source,
    resume_due_sources,
    resume_source,
)
from huiying.work.collection.sources.models import FetchAddress, Source
from tests.factories import T0

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


def verbs():
    return list(AuditRecord.objects.filter(verb__startswith="source.").order_by("seq"))


def test_a_source_is_paused_once_and_its_failures_are_forgotten(yunchuan, feed):
    Source.objects.update(failures=4)
    pause = {"source": feed, "actor": yunchuan.shen.audit_actor(), "now": LATER}

    pause_source(reason="网站停机", **pause)
    pause_source(reason="网站停机", **pause)

    assert (feed.active, feed.failures, feed.revision) == (False, 0, 1)
    assert [row.verb for row in verbs()] == ["source.added", "source.paused"]


def test_a_source_that_is_resumed_is_asked_from_the_next_turn_on(yunchuan, feed):
    by = {"source": feed, "actor": yunchuan.shen.audit_actor(), "now": LATER}
    pause_source(reason="网站停机", **by)
    FetchAddress.objects.update(etag="old", next_fetch_at=LATER + timedelta(days=1))

    resume_source(**by)
    resume_source(**by)

    address = FetchAddress.objects.get()
    assert feed.active
    assert (address.next_fetch_at, address.etag) == (LATER, "")
    assert [row.verb for row in verbs()][1:] == ["source.paused", "source.resumed"]


def test_what_was_paused_for_a_time_comes_back_by_itself_and_what_was_for_good_does_not(
    yunchuan, feed
):
    by = {"source": feed, "actor": yunchuan.shen.audit_actor(), "now": T0}
    pause_source(reason="网站停机", until=LATER, **by)

    assert resume_due_sources(T0) == 0
    assert resume_due_sources(LATER) == 1
    feed.refresh_from_db()
    assert (feed.active, feed.paused_until) == (True, None)

    pause_source(reason="网站停机", **by)
    assert resume_due_sources(LATER + timedelta(days=400)) == 0
