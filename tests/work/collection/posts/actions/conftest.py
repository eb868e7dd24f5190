"""Sources of the fixed cast."""

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.models import SourceKind


@pytest.fixture
def forum(yunchuan, now):
    return add_source(
        bureau=yunchuan.bureau,
        name="云川论坛",
        kind=SourceKind.PUSH,
        channel="论坛",
        actor=MACHINE,
        now=now,
    )
