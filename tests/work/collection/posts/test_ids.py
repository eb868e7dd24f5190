"""Numbers of posts: ordered by time, never twice."""

from datetime import timedelta

from django.db.models import UniqueConstraint

from huiying.work.collection.posts import ids
from huiying.work.collection.posts.models import Post
from tests.factories import T0


def test_numbers_grow_and_are_never_given_twice():
    made = ids.new_ids(10_000, T0) + ids.new_ids(10, T0) + ids.new_ids(10, T0)

    assert made == sorted(set(made))
    assert max(made) < 2**63


def test_a_clock_that_goes_back_does_not_make_smaller_numbers():
    later = ids.new_ids(1, T0 + timedelta(days=1))
    earlier = ids.new_ids(1, T0)

    assert later < earlier


def test_a_number_tells_its_moment(monkeypatch):
    monkeypatch.setattr(ids, "_last_millisecond", 0)  # whenever others made theirs
    at = T0 + timedelta(days=400)
    (made,) = ids.new_ids(1, at)

    assert ids.first_id_at(at) <= made < ids.first_id_at(at + timedelta(seconds=1))


def test_another_salt_keeps_the_numbers_growing():
    before = ids.new_ids(3, T0)
    ids.change_salt()

    assert before[-1] < ids.new_ids(1, T0)[0]


def test_a_moment_for_which_there_are_no_numbers_is_after_every_post():
    late = T0 + timedelta(days=100 * 365)

    assert ids.new_ids(1, T0)[0] < ids.first_id_at(late) < 2**63


def test_nothing_but_its_number_makes_a_post_unique():
    """Else its table could not be partitioned by numbers, when that pays (docs/adr/0055)."""
    constraints = [one for one in Post._meta.constraints if isinstance(one, UniqueConstraint)]

    assert [field.name for field in Post._meta.fields if field.unique] == ["id"]
    assert (constraints, Post._meta.unique_together) == ([], ())
