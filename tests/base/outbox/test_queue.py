"""A message is queued once, for the channels of its bureau."""

from __future__ import annotations

import pytest

from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.base.outbox.queries import (
    channels_of,
    channels_of_desk,
)
from tests.factories import T0


def test_the_same_key_twice_is_one_message(queue, channel):
    first, second = queue(), queue(body="别的文字")

    assert (first.state, second) == (MessageState.QUEUED, None)
    assert Message.objects.get().body == "请核实并处置。"


def test_a_message_never_leaves_through_another_bureaus_channel(channel, linxi):
    with pytest.raises(ValueError, match="another bureau"):
        queue_message(
            bureau_id=linxi.bureau.pk,
            channel=channel,
            key="k",
            subject="",
            body="",
            about=About("notice", "1"),
            urgent=False,
            now=T0,
        )


def test_channels_of_a_unit_and_of_the_desk_are_apart(channel, yunchuan):
    desk = Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    Channel.objects.filter(pk=channel.pk).update(active=True)

    assert list(channels_of(yunchuan.waterworks)) == [channel]
    assert list(channels_of_desk(yunchuan.bureau.pk)) == [desk]
    Channel.objects.update(active=False)
    assert not channels_of(yunchuan.waterworks).exists()
