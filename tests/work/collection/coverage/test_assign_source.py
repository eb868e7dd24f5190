"""A source whose platform tells no kind is put to one by an officer, and to no other."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.work.collection.coverage.actions.assign_source import assign_source
from huiying.work.collection.coverage.queries import coverage_of
from huiying.work.collection.sources.models import Source, SourceKind
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5h")]


def source(cast, channel):
    return Source.objects.create(
        bureau=cast.bureau, name="推送", kind=SourceKind.PUSH, channel=channel, last_new_at=T0
    )


def test_a_source_of_no_kind_counts_for_the_one_that_it_is_put_to(yunchuan):
    row = source(yunchuan, "闪看")
    assert [one.source for one in coverage_of(yunchuan.bureau.pk, T0).unassigned] == [row]

    assign_source(source=row, kind="video", officer=yunchuan.shen, now=T0)

    found = coverage_of(yunchuan.bureau.pk, T0)
    assert found.unassigned == ()
    assert [one.source for one in found.of("video").watches] == [row]


def test_a_source_does_not_fill_the_gap_of_another_kind(yunchuan):
    with pytest.raises(Refused, match="不得改归"):
        assign_source(
            source=source(yunchuan, "微博"), kind="video", officer=yunchuan.shen, now=T0
        )


def test_who_does_not_manage_sources_and_a_kind_of_no_list_are_refused(yunchuan):
    row = source(yunchuan, "闪看")
    with pytest.raises(PermissionDenied):
        assign_source(source=row, kind="video", officer=yunchuan.lu, now=T0)
    with pytest.raises(Refused, match="没有该类渠道"):
        assign_source(source=row, kind="space", officer=yunchuan.shen, now=T0)
