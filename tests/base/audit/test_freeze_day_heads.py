"""The head of a day is frozen when the day is over, once, and linked to the one before it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.chain import GENESIS, head_link
from huiying.base.audit.models import AuditHead, DayHead, DayRoot
from tests.base.audit.chains import days_of, note
from tests.factories import T0

pytestmark = pytest.mark.django_db


def test_a_day_has_a_head_when_it_is_over_and_not_before(yunchuan):
    bureau = yunchuan.bureau.pk
    last = note(yunchuan, T0)
    before = freeze_day_heads(T0 + timedelta(hours=13, minutes=59))  # 10:00 in Beijing
    over = freeze_day_heads(T0 + timedelta(hours=14))
    again = freeze_day_heads(T0 + timedelta(hours=15))

    (head,) = DayHead.objects.filter(bureau_ref=bureau)
    assert (before, over, again) == ([], [bureau], [])
    assert (head.day, head.seq, head.hash) == (date(2026, 11, 24), last.seq, last.hash)


def test_heads_of_all_bureaus_are_one_chain_without_a_gap(yunchuan, linxi):
    days_of(yunchuan, 2)
    days_of(linxi, 3)

    rows = list(DayHead.objects.order_by("number"))
    link = GENESIS
    for number, row in enumerate(rows, 1):
        root = DayRoot.objects.get(pk=row.number).root
        fields = (row.number, row.bureau_ref, row.day, row.seq, row.hash, root)
        assert (row.number, row.previous) == (number, link)
        link = head_link(link, *fields)
        assert row.link == link
    assert len(rows) == 5


def test_days_that_nobody_froze_get_their_heads_at_once(yunchuan):
    heads = days_of(yunchuan, 4)

    assert [head.day.day for head in heads] == [24, 25, 26, 27]
    assert [b.seq - a.seq for a, b in pairwise(heads)] == [2, 2, 2]


def test_a_day_without_a_record_has_no_head(yunchuan):
    note(yunchuan, T0)
    note(yunchuan, T0 + timedelta(days=3))
    freeze_day_heads(T0 + timedelta(days=4))

    days = DayHead.objects.order_by("number").values_list("day", flat=True)
    assert [day.day for day in days] == [24, 27]


def test_a_record_that_a_clock_set_back_dates_before_the_head_belongs_to_the_next(yunchuan):
    (first,) = days_of(yunchuan, 1)
    late = note(yunchuan, T0 - timedelta(hours=1))
    last = note(yunchuan, T0 + timedelta(days=1))
    freeze_day_heads(T0 + timedelta(days=2))

    rows = DayHead.objects.filter(bureau_ref=yunchuan.bureau.pk).order_by("number")
    assert [(row.day.day, row.seq) for row in rows] == [(24, first.seq), (25, last.seq)]
    assert first.seq < late.seq < last.seq
    assert AuditHead.objects.get(bureau_ref=yunchuan.bureau.pk).seq == last.seq
