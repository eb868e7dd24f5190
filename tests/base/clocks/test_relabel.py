"""The clocks of a candidate become those of its incident."""

from __future__ import annotations

from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.start import ClockSubject
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.reasons.reason import Reason
from tests.factories import T0


def test_a_candidates_clock_becomes_the_incidents(start, linxi):
    mine = start(ref="77001")
    cancelled = start(ref="77001")
    cancel_clock(clock=cancelled, reason=Reason("clocks.graded"), now=T0)
    theirs = start(ref="77001", cast=linxi)

    changed = relabel_clocks(
        bureau_id=mine.bureau_id,
        old_ref="77001",
        subject=ClockSubject("incident", "2026-0009", "停水", 2, proposed=False),
    )

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert changed == 2
    assert (mine.subject_kind, mine.subject_ref, mine.subject_grade) == (
        "incident",
        "2026-0009",
        2,
    )
    assert theirs.subject_ref == "77001"
