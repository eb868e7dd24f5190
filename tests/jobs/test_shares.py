"""Bureaus and hosts are parted into shares without asking anybody."""

from __future__ import annotations

from huiying.jobs.shares import Share, share_of, takes_all

NAMES = [f"bbs{number}.example.cn" for number in range(1_000)]


def test_each_name_falls_into_one_share_and_no_share_is_left_out():
    shares = [Share(number, 8) for number in range(8)]

    assert all(sum(share(name) for share in shares) == 1 for name in NAMES)
    assert all(80 < sum(share(name) for name in NAMES) < 180 for share in shares)


def test_one_share_more_moves_only_what_falls_into_it():
    moved = [name for name in NAMES if share_of(name, 8) != share_of(name, 9)]

    assert {share_of(name, 9) for name in moved} == {8}
    assert 60 < len(moved) < 180


def test_one_box_takes_all():
    assert all(map(takes_all, NAMES))
