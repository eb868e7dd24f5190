"""The engine's snapshot: the newest turn wins."""

from __future__ import annotations

from huiying.base.learning.actions.save_snapshot import save_snapshot
from huiying.base.learning.queries import latest_snapshot
from tests.factories import T0


def save(cast, turn, blob):
    return save_snapshot(bureau_id=cast.bureau.pk, turn=turn, decided=3, blob=blob, now=T0)


def test_a_worker_that_lost_its_lease_never_overwrites_a_newer_turn(yunchuan, linxi):
    assert save(yunchuan, 10, b"ten")
    assert save(yunchuan, 20, b"twenty\x00\xff")
    assert not save(yunchuan, 15, b"late")

    kept = latest_snapshot(yunchuan.bureau.pk)
    assert (kept.turn, kept.decided, bytes(kept.blob)) == (20, 3, b"twenty\x00\xff")
    assert latest_snapshot(linxi.bureau.pk) is None
