"""A website on this machine that may be asked."""

from __future__ import annotations

import pytest

from tests.work.collection.fetch.local_site import local_site


@pytest.fixture
def site(settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        yield site
