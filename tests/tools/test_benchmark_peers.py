"""The pipelines that the engine is measured beside do run: a broken peer would look slow."""

from __future__ import annotations

from importlib import import_module

import pytest
from benchmarks.peers import PEERS

POSTS = ["自来水发黄有铁锈味", "自来水又发黄了,铁锈味很重", "来访登记窗口排队两个小时"] * 3


@pytest.mark.parametrize("name", [name for name, peer in PEERS.items() if not peer.missing()])
def test_a_peer_that_is_installed_labels_every_post_and_joins_equal_ones(name):
    module = import_module(f"benchmarks.peers.{name}")
    pipeline = module.Pipeline(POSTS, 100, **module.SETTINGS[0])

    pipeline.add(POSTS)

    labels = pipeline.labels()
    assert len(labels) == len(POSTS)
    if name != "fsd_rare":  # in so few posts every word is common
        assert labels[0] == labels[3] == labels[6]
        assert labels[0] != labels[2]
