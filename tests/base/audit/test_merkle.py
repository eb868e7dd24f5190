"""One digest for many, and a path that proves each of them."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from huiying.base.audit.merkle import Tree, leaf_digest

LEAVES = st.lists(st.binary(max_size=8).map(leaf_digest), min_size=1, max_size=40)


def root_by_definition(leaves):
    """The root as RFC 9162 (2.1.1) defines it: split at the largest power of two."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    parts = root_by_definition(leaves[:half]) + root_by_definition(leaves[half:])
    return hashlib.sha256(b"\x01" + parts).digest()


def climbed(leaf, index, size, path):
    steps = iter(path)
    while size > 1:
        if index ^ 1 < size:
            other = next(steps)
            pair = leaf + other if index % 2 == 0 else other + leaf
            leaf = hashlib.sha256(b"\x01" + pair).digest()
        index, size = index // 2, (size + 1) // 2
    return leaf


@given(LEAVES)
def test_the_root_is_that_of_the_standard(leaves):
    assert Tree(leaves).root == root_by_definition(leaves)


@given(LEAVES, st.data())
def test_the_path_of_a_leaf_leads_to_the_root_and_no_other_leaf_s_does(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    tree = Tree(leaves)

    path = tree.path(index)

    assert climbed(leaves[index], index, len(leaves), path) == tree.root
    assert climbed(leaf_digest(b"another one"), index, len(leaves), path) != tree.root


def test_a_tree_without_leaves_has_the_digest_of_nothing():
    assert Tree([]).root == hashlib.sha256().digest()
