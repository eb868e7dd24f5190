"""Lists of what waits: one query tells which have a row, and the others are not read."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer, Unit
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import MOST, WaitingList, waiting_rows

pytestmark = pytest.mark.django_db


def named(rows):
    return WaitingList(rows, lambda row: WaitingRow(kind="", text=row.name, url="", label=""))


def test_lists_without_a_row_are_not_read(yunchuan, django_assert_num_queries):
    units = Unit.objects.filter(bureau=yunchuan.bureau, pk=yunchuan.waterworks.pk)
    lists = [
        named(Unit.objects.none()),
        named(Officer.objects.filter(pk=0)),
        named(Officer.objects.filter(pk__in=[])),
        named(units),
        named(Officer.objects.filter(name="无此人").order_by("name")),
    ]

    with django_assert_num_queries(2):
        found = waiting_rows(lists)

    assert [row.text for row in found] == [yunchuan.waterworks.name]


def test_lists_stand_in_their_order_and_are_cut(yunchuan, now):
    Unit.objects.bulk_create(
        Unit(bureau=yunchuan.bureau, name=f"单位{number:02d}", kind="SECTION")
        for number in range(MOST + 5)
    )
    many = Unit.objects.filter(name__startswith="单位").order_by("-name")

    found = waiting_rows([named(many), named(Officer.objects.filter(pk=yunchuan.lu.pk))])

    assert [row.text for row in found] == [
        *(f"单位{number:02d}" for number in range(MOST + 4, 4, -1)),
        yunchuan.lu.name,
    ]


def test_nothing_is_asked_where_nothing_can_wait(yunchuan, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert waiting_rows([]) == []
        assert waiting_rows([named(Unit.objects.none())]) == []
