"""Several query sets are asked about in one query."""

from __future__ import annotations

import pytest
from django.db.models import Count, Q

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.db.together import count_together, exist_together

pytestmark = pytest.mark.django_db


@pytest.fixture
def several(yunchuan, linxi):
    """Query sets of every make: joined, grouped, ordered, empty by Django and by the rows."""
    mine = Officer.objects.filter(bureau=yunchuan.bureau)
    return {
        "all": mine,
        "joined": mine.filter(Q(grants__role__in=list(Role))),
        "grouped": mine.annotate(roles=Count("grants")).filter(roles__gt=0),
        "text": Unit.objects.filter(name__contains="水%").order_by("name"),
        "excluded": Unit.objects.exclude(officer__in=mine).filter(bureau=linxi.bureau),
        "nobody": mine.filter(name="无此人"),
        "nothing": Unit.objects.none(),
        "no list": mine.filter(pk__in=[]),
    }


def test_each_is_counted_and_asked_about_as_alone(several, django_assert_num_queries):
    expected = {name: rows.distinct().count() for name, rows in several.items()}
    with django_assert_num_queries(1):
        assert count_together(several) == expected
    with django_assert_num_queries(1):
        assert exist_together(list(several.values())) == [*map(bool, expected.values())]
    assert expected["joined"] > 0 == expected["nothing"]


def test_a_row_joined_twice_is_one(yunchuan):
    joined = Unit.objects.filter(officer__isnull=False)

    assert count_together({"x": joined})["x"] == joined.values("pk").distinct().count()
    assert count_together({"x": joined})["x"] < joined.count()


def test_nothing_is_asked_about_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_together({}) == {}
        assert exist_together([]) == []
        assert count_together({"x": Unit.objects.none()}) == {"x": 0}
        assert exist_together([Unit.objects.none()]) == [False]
