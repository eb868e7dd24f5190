"""What all processes count, they count together, each time once."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test.utils import override_settings

from huiying.base.accounts.sign_in.models import CacheEntry
from huiying.config.settings import base
from huiying.web.shared.throttles import Throttle
from tests.base.crowd import crowd  # noqa: F401 - a fixture

SHARED = {**django_settings.CACHES, "default": base.CACHES["default"]}


@pytest.fixture
def shared():
    with override_settings(CACHES=SHARED):
        yield


def test_the_cache_of_an_installation_is_its_database():
    with override_settings(CACHES=SHARED):
        assert type(caches["default"]).__name__ == "SharedCache"
    assert base.CACHES["default"]["LOCATION"] == CacheEntry._meta.db_table


@pytest.mark.django_db
def test_a_number_is_counted_read_and_forgotten(shared):
    cache = caches["default"]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("n")

    cache.add("n", 5)
    assert (cache.incr("n"), cache.incr("n", -3)) == (6, 3)
    assert not cache.add("n", 1), "a code that was used stays used"
    assert cache.get("n") == 3


@pytest.mark.django_db
def test_what_has_expired_is_not_there(shared):
    caches["default"].set("n", 5, timeout=-1)

    assert caches["default"].get("n") is None
    with pytest.raises(ValueError, match="not found"):
        caches["default"].incr("n")


def test_two_processes_at_once_count_twice(shared, crowd):  # noqa: F811
    throttle = Throttle("crowd", limit=7, seconds=10**8)
    accounts = [f"officer{n}" for n in range(20)]

    def process():
        return [sum(throttle.count(each) == 0 for _ in range(3)) for each in accounts]

    answers = crowd(*[process] * 4)

    assert [sum(tries) for tries in zip(*answers, strict=True)] == [7] * 20


def test_a_code_is_used_once_by_two_processes_at_once(shared, crowd):  # noqa: F811
    def process():
        return [caches["default"].add(f"code-{n}", "y", timeout=30) for n in range(10)]

    answers = crowd(*[process] * 3)

    assert [sum(tries) for tries in zip(*answers, strict=True)] == [1] * 10
