"""The token of a push source is shown once, and the one before is void."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token, token_digest
from huiying.work.collection.sources.models import Source
from tests.factories import T0

pytestmark = pytest.mark.django_db


def rotate(cast, source):
    return rotate_token(source=source, actor=cast.shen.audit_actor(), now=T0)


def test_only_the_digest_of_the_newest_token_is_stored(yunchuan):
    push = add_source(
        bureau=yunchuan.bureau, name="接口", kind="PUSH", channel="论坛", actor=MACHINE, now=T0
    )

    first, second = rotate(yunchuan, push), rotate(yunchuan, push)

    row = Source.objects.get()
    assert first != second
    assert row.token_digest == token_digest(second)
    assert second not in str(row.__dict__)
    records = AuditRecord.objects.filter(verb="source.token_rotated")
    assert records.count() == 2
    assert not any(second in str(record.data) for record in records)


def test_a_source_that_is_not_pushed_to_has_no_token(yunchuan, feed):
    with pytest.raises(Refused, match="只有“接口推送”"):
        rotate(yunchuan, feed)

    feed.refresh_from_db()
    assert feed.token_digest == ""
