"""Fixtures that every test may use: the cast, the clock, a closed network."""

from __future__ import annotations

import gc
import os

import pytest
from _pytest import runner
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_socket import socket_allow_hosts

from huiying.base.db.final_rows import install_protections
from huiying.base.garbage_collection import relax_garbage_collection
from huiying.base.search.series import SearchSeries, empty
from huiying.config.tuning import reserve_stack
from huiying.web.portal.page_cache import PAGE_CACHE
from tests.cast_cache import cached_cast
from tests.factories import T0, Cast
from tests.quick_flush import flush_by_delete
from tests.scenario_cache import record_scenarios
from tests.stopped_clock import StoppedClock
from tests.tables import without_migrations

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

reserve_stack(runner.runtestprotocol)  # below it runs a test with its fixtures

LONG_ONES = (
    "tests/web/test_addresses", "tests/architecture/test_accusations_are_invisible",
    "tests/jobs/demo/test_runner", "tests/config", "tests/jobs", "tests/journeys",
)  # fmt: skip
"""Begun first, in this order, so that no worker is left with one when the others have done."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection():
    """Look for no garbage while the tests are read: it takes time, and almost all stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what uses the database before ``-m`` chooses; sort after everybody else has."""
    for item in items:
        if item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames:
            item.add_marker("database")
    outcome = yield
    files = {item.path: number for number, item in reversed([*enumerate(items)])}
    items.sort(
        key=lambda item: (
            _place(item.nodeid),
            files[item.path],
            "standing_rows" in item.fixturenames,  # the others of its file find nothing yet
        )
    )
    return outcome


def _place(nodeid: str) -> int:
    found = (place for place, name in enumerate(LONG_ONES) if nodeid.startswith(name))
    return next(found, len(LONG_ONES))


def pytest_collection_finish() -> None:
    """All code is read and stays: who looks for garbage need not walk over it each time."""
    relax_garbage_collection()


@pytest.fixture(scope="session", autouse=True)
def _quick_databases():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "MIGRATION_MODULES", without_migrations())
        flush_by_delete(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        install_protections(connection)  # tables made of the models have no triggers
        record_scenarios()


def pytest_runtest_setup(item) -> None:
    translation.deactivate()  # a request in English leaves its thread speaking English
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_copies_of_another_test():
    PAGE_CACHE.clear()
    cache.clear()  # counters of wrong passwords and tokens, codes that were used


@pytest.fixture(autouse=True)
def _nothing_is_found_of_another_test(request):
    """Empty the index of words after a test whose rows were really stored: it has no model."""
    marker = request.node.get_closest_marker("django_db")
    stored = marker is not None and marker.kwargs.get("transaction")
    if stored:
        request.getfixturevalue("transactional_db")
    yield
    if stored:
        for shelf in SearchSeries:
            empty(shelf)


@pytest.fixture
def now():
    return T0


@pytest.fixture
def time(now, monkeypatch) -> StoppedClock:
    return StoppedClock(now, monkeypatch)


@pytest.fixture
def yunchuan(db) -> Cast:
    return cached_cast("yunchuan")


@pytest.fixture
def linxi(db) -> Cast:
    return cached_cast("linxi")
