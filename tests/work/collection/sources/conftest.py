"""Sources of the fixed cast."""

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import T0


@pytest.fixture
def feed(yunchuan):
    return add_source(
        bureau=yunchuan.bureau,
        name="云川论坛",
        kind="FEED",
        channel="论坛",
        address="https://forum.example/feed",
        actor=MACHINE,
        now=T0,
    )
