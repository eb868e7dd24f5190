"""Numbers of posts: ordered by time, never twice."""

from datetime import timedelta

from huiying.work.collection.posts import ids
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
