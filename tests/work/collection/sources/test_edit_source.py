"""A source is changed by who saw it as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.collection.sources.actions.edit_source import edit_source
from huiying.work.collection.sources.models import FetchAddress, Health, Source
from huiying.work.collection.sources.settings import SourceSettings
from tests.factories import T0

pytestmark = pytest.mark.django_db
FACTS = SourceSettings("云川论坛", "论坛", address="https://forum.example/feed")
LATER = T0 + timedelta(hours=1)


def edit(cast, source, revision=0, **changed):
    edit_source(
        source=source,
        revision=revision,
        facts=replace(FACTS, **changed),
        actor=cast.shen.audit_actor(),
        now=LATER,
    )


def failed(source):
    Source.objects.filter(pk=source.pk).update(health=Health.FAILED, failures=3)
    FetchAddress.objects.update(etag="old", next_fetch_at=LATER + timedelta(days=1))


def test_what_was_found_stays_while_the_address_does(yunchuan, feed):
    failed(feed)

    edit(yunchuan, feed, name="论坛新名", interval_minutes=30)

    assert (feed.name, feed.interval_minutes, feed.revision) == ("论坛新名", 30, 1)
    assert (feed.health, feed.failures) == (Health.FAILED, 3)
    record = AuditRecord.objects.get(verb="source.changed")
    assert (record.data["interval_minutes"], record.data["address_changed"]) == (30, False)
    names = (record.data["before"]["name"], record.data["after"]["name"])
    assert names == ("云川论坛", "论坛新名")


def test_at_a_new_address_everything_begins_anew(yunchuan, feed):
    failed(feed)

    edit(yunchuan, feed, address="https://forum.example/new")

    assert (feed.health, feed.failures) == (Health.UNKNOWN, 0)
    assert (feed.address.url, feed.address.next_fetch_at) == (
        "https://forum.example/new",
        LATER,
    )
    assert AuditRecord.objects.get(verb="source.changed").data["address_changed"]


def test_of_two_who_change_a_source_the_second_is_refused(yunchuan, feed):
    edit(yunchuan, Source.objects.get(), name="甲")

    with pytest.raises(Stale, match="来源已被他人更新"):
        edit(yunchuan, feed, name="乙")

    feed.refresh_from_db()
    assert feed.name == "甲"


def test_facts_that_do_not_hold_change_nothing(yunchuan, feed):
    with pytest.raises(Refused, match="间隔"):
        edit(yunchuan, feed, name="甲", interval_minutes=1)

    feed.refresh_from_db()
    assert (feed.name, feed.revision) == ("云川论坛", 0)
