"""A source that feeds what runs is stopped by two; another at once, told and with an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.queries import standing_alarms
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.actions.pause_source import (
    resume_due_sources,
    resume_source,
)
from huiying.work.incidents.incidents.actions.stop_source import SOURCE_KIND, stop_source
from tests.factories import T0
from tests.scenarios.incidents import candidate_of, incident_of, source_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5f")]
WHY = "网站停机维护两天"
DAY = timedelta(days=1)


@pytest.fixture
def feed(yunchuan):
    return source_of(yunchuan)


def stop(cast, source, *, until=T0 + 2 * DAY, reason=WHY, officer=None):
    return stop_source(
        source=source, reason=reason, until=until, officer=officer or cast.shen, now=T0
    )


def sign(change, officer, now=T0):
    shown = SOURCE_KIND.content_hash(change)
    SOURCE_KIND.approve(change, shown_hash=shown, officer=officer, now=now)


def test_one_that_feeds_nothing_is_stopped_at_once_told_and_comes_back(yunchuan, feed):
    assert stop(yunchuan, feed) is None

    feed.refresh_from_db()
    assert (feed.active, feed.paused_until) == (False, T0 + 2 * DAY)
    alarm = standing_alarms(yunchuan.bureau.pk).get()
    assert WHY in alarm.text
    record = AuditRecord.objects.get(verb="source.paused")
    assert record.data["before"] == {"active": True, "until": ""}
    assert record.data["after"] == {"active": False, "until": (T0 + 2 * DAY).isoformat()}

    assert resume_due_sources(T0 + DAY) == 0
    assert resume_due_sources(T0 + 2 * DAY) == 1
    feed.refresh_from_db()
    assert (feed.active, feed.paused_until) == (True, None)


@pytest.mark.parametrize("scenario", [incident_of, candidate_of])
def test_one_that_feeds_what_runs_goes_on_until_a_second_person_signs(yunchuan, scenario):
    scenario(yunchuan)
    source = Post.objects.first().source

    change = stop(yunchuan, source)
    source.refresh_from_db()
    assert change is not None
    assert source.active

    with pytest.raises(PermissionDenied):
        sign(change, yunchuan.lu)
    sign(change, yunchuan.leader)
    source.refresh_from_db()
    assert (source.active, source.paused_until) == (False, T0 + 2 * DAY)


def test_for_good_always_takes_two_who_are_two(yunchuan, feed):
    change = stop(yunchuan, feed, until=None, officer=yunchuan.admin)

    with pytest.raises(Refused, match="起草人、送审人"):
        sign(change, yunchuan.admin)
    Officer.objects.filter(pk=yunchuan.leader.pk).update(
        password_reset_by=yunchuan.admin, password_reset_at=T0
    )
    with pytest.raises(Refused, match="重设过"):
        sign(change, Officer.objects.get(pk=yunchuan.leader.pk))
    feed.refresh_from_db()
    assert feed.active


def test_what_was_stopped_meanwhile_is_not_signed(yunchuan, feed):
    change = stop(yunchuan, feed, until=None)
    shown = SOURCE_KIND.content_hash(change)
    stop(yunchuan, feed)

    with pytest.raises(Stale):
        SOURCE_KIND.approve(change, shown_hash=shown, officer=yunchuan.leader, now=T0)
    resume_source(source=feed, actor=yunchuan.shen.audit_actor(), now=T0)


@pytest.mark.parametrize("reason", ["x", " ", "停机维护"])
def test_a_reason_that_says_nothing_is_none(yunchuan, feed, reason):
    with pytest.raises(Refused, match="至少 8 个字"):
        stop(yunchuan, feed, reason=reason)


@pytest.mark.parametrize("until", [T0, T0 + 31 * DAY])
def test_an_end_is_ahead_and_within_thirty_days(yunchuan, feed, until):
    with pytest.raises(Refused, match="30 日内"):
        stop(yunchuan, feed, until=until)
