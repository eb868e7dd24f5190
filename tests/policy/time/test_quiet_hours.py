"""Quiet hours: over midnight too, and never for 重大."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.quiet_hours import QuietHours

quiets = st.builds(
    QuietHours,
    major_only=st.booleans(),
    start=st.none() | st.times(),
    end=st.none() | st.times(),
)


@pytest.mark.parametrize(
    ("start", "end", "at", "hears"),
    [
        (time(22), time(7), time(22), False),
        (time(22), time(7), time(6, 59), False),
        (time(22), time(7), time(7), True),
        (time(22), time(7), time(21, 59), True),
        (time(12), time(14), time(13), False),
        (time(12), time(14), time(14), True),
        (time(8), time(8), time(8), True),
        (None, None, time(3), True),
    ],
)
def test_quiet_hours_hold_their_start_and_not_their_end(start, end, at, hears):
    assert QuietHours(start=start, end=end).hears(at, major=False) is hears


@given(quiets, st.times())
def test_of_major_everybody_always_hears(quiet, at):
    assert quiet.hears(at, major=True)


@given(quiets, st.times())
def test_who_wants_major_alone_hears_nothing_else(quiet, at):
    assert not (quiet.major_only and quiet.hears(at, major=False))
