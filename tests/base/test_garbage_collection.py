"""A process that has loaded what it needs is not looked through again and again."""

from __future__ import annotations

import gc
from importlib import import_module, reload

import pytest

from huiying.base import garbage_collection
from huiying.base.garbage_collection import relax_garbage_collection


@pytest.fixture
def _as_before():
    thresholds, were_frozen = gc.get_threshold(), gc.get_freeze_count()
    yield
    gc.set_threshold(*thresholds)
    if not were_frozen:
        gc.unfreeze()


@pytest.mark.usefixtures("_as_before")
def test_what_is_there_is_left_alone_and_the_rest_is_collected():
    relax_garbage_collection()

    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == 10_000
    circle = []
    circle.append(circle)
    del circle
    assert gc.collect() >= 1


def test_the_server_does_it_when_it_has_loaded_its_screens(monkeypatch):
    done = []
    monkeypatch.setattr(garbage_collection, "relax_garbage_collection", lambda: done.append(1))

    reload(import_module("huiying.config.asgi"))

    assert done
