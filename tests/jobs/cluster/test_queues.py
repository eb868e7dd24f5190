"""Which queues there are, and how the command line names them."""

from __future__ import annotations

import pytest

from huiying.jobs.cluster.queues import (
    SHARES,
    UnknownQueue,
    chosen_queues,
    dead_queue,
    every_queue,
)
from huiying.jobs.job_table import Lane


@pytest.fixture(autouse=True)
def _prefix(settings):
    settings.BROKER_PREFIX = "local"


def test_a_worker_takes_from_all_queues_unless_it_is_told_which():
    assert set(chosen_queues("")) == {queue.name for queue in every_queue()}
    assert chosen_queues(" stream.3, alarm ,alarm") == ["local.stream.3", "local.alarm"]
    assert chosen_queues("collect") == [f"local.collect.{share}" for share in range(SHARES)]


@pytest.mark.parametrize("word", ["streams", "stream.8", "alarm.0", "local.alarm"])
def test_a_word_that_names_no_queue_is_refused_with_those_that_there_are(word):
    with pytest.raises(UnknownQueue, match=r"alarm.*stream\.0 至 stream\.7"):
        chosen_queues(f"alarm,{word}")


def test_queues_are_replicated_short_and_give_up_what_ends_its_worker():
    for queue in every_queue():
        given = queue.queue_arguments
        assert given["x-queue-type"] == "quorum"
        assert given["x-dead-letter-exchange"] == dead_queue().exchange.name
        assert given["x-overflow"] == "reject-publish"
        assert given["x-max-length"] == 200
        assert given["x-delivery-limit"] == 5


def test_a_share_has_one_consumer_at_a_time():
    alone = {
        queue.name
        for queue in every_queue()
        if queue.queue_arguments.get("x-single-active-consumer")
    }

    assert alone == set(chosen_queues("stream,collect"))
    assert len(every_queue()) == len(Lane) - 2 + 2 * SHARES
