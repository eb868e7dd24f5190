"""The weights of terms and the table they follow."""

from __future__ import annotations

import numpy as np

from huiying.engine.stream.idf import UNIT, IdfTable, next_table_size
from huiying.engine.stream.prepare import prepare
from huiying.engine.text.terms import base_weights
from tests.engine.material import sample_posts


def test_one_alone_and_many_at_once_are_weighed_alike():
    rarity = IdfTable()
    ready = [prepare(one) for one in sample_posts(80)]
    for one in ready:
        rarity.learn(one.ids, one.names)
    rarity.refresh()
    sizes = np.array([one.ids.size for one in ready])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))

    many = rarity.weigh_all(
        np.concatenate([one.ids for one in ready]),
        np.concatenate([base_weights(one.ids, one.times) for one in ready]),
        starts,
    )

    for one, start in zip(ready, starts, strict=True):
        alone = rarity.weigh(one.ids, base_weights(one.ids, one.times))
        assert alone.tolist() == many[start : start + one.ids.size].tolist()
        assert abs(np.linalg.norm(alone.astype(np.float64)) - UNIT) < UNIT / 50


def test_the_table_is_renewed_in_growing_steps():
    steps = [next_table_size(posts) for posts in (0, 16, 1_000, 8_000, 200_000)]

    assert steps == [16, 24, 1_500, 16_000, 265_536]
