"""A snapshot is asked for of a post with an address, not every minute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.jobs.upkeep import page_snapshots
from huiying.work.collection.snapshots.actions.ask_snapshot import ask_snapshot
from huiying.work.collection.snapshots.models import PageSnapshot
from tests.factories import T0
from tests.work.collection.snapshots.steps import asked, page, post_at

pytestmark = pytest.mark.django_db


def test_a_post_without_an_address_has_no_page(yunchuan):
    post = post_at(yunchuan, "")

    with pytest.raises(Refused, match="没有网址"):
        ask_snapshot(post=post, officer=yunchuan.lu, now=T0)


def test_a_page_is_asked_for_once_at_a_time_and_again_after_ten_minutes(yunchuan, site):
    site.pages["/t/1"] = page()
    post = post_at(yunchuan, site.url("/t/1"))
    asked(yunchuan, post)
    with pytest.raises(Refused, match="正在生成"):
        asked(yunchuan, post)
    page_snapshots.turn(T0)
    with pytest.raises(Refused, match="10 分钟"):
        asked(yunchuan, post, T0 + timedelta(minutes=9))

    asked(yunchuan, post, T0 + timedelta(minutes=11))

    assert PageSnapshot.objects.count() == 2
    assert AuditRecord.objects.filter(verb="snapshot.asked").count() == 2
