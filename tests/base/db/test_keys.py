"""Keys in one parameter find what a list of them finds: near and far, many, none."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.db.keys import Keys

pytestmark = pytest.mark.django_db


def names(keys, **lookup):
    rows = Officer.objects.filter(pk__in=Keys(keys), **lookup)
    return set(rows.values_list("username", flat=True))


def test_rows_of_the_keys_are_found_also_through_a_relation(yunchuan):
    two = [yunchuan.lu.pk, yunchuan.shen.pk]

    assert names(two) == {"lu@yunchuan", "shen@yunchuan"}
    assert names(dict.fromkeys(two), bureau_id__in=Keys([yunchuan.bureau.pk])) == names(two)
    assert names(two, bureau_id__in=Keys([0])) == set()


def test_large_keys_many_keys_and_none(yunchuan):
    large = (1 << 62) + 1  # as of posts and events

    assert names([large, yunchuan.lu.pk]) == {"lu@yunchuan"}
    assert names(range(100_000, 0, -1)) >= {"lu@yunchuan"}
    assert names([]) == set()


def test_what_is_left_out_is_the_rest(yunchuan):
    rest = Officer.objects.exclude(pk__in=Keys([yunchuan.lu.pk]))

    assert not rest.filter(pk=yunchuan.lu.pk).exists()
    assert rest.filter(pk=yunchuan.shen.pk).exists()
