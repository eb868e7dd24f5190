"""Channels of the cast."""

from __future__ import annotations

import pytest

from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel, ChannelKind
from tests.factories import T0


@pytest.fixture
def channel(yunchuan):
    return Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind=ChannelKind.WEBHOOK,
        name="水务局值班",
        target="http://127.0.0.1:9/",
    )


@pytest.fixture
def queue(channel):
    def put(key="k1", **more):
        values = {
            "bureau_id": channel.bureau_id,
            "channel": channel,
            "key": key,
            "subject": "【通报】停水",
            "body": "请核实并处置。",
            "about": About("notice", "2026-0001"),
            "urgent": False,
            "now": T0,
        }
        return queue_message(**(values | more))

    return put
