"""Letters and visits with a legal period become petitions; nothing of their periods is lost."""

from __future__ import annotations

from tests.upgrade.programs import reported_by

result = reported_by("petition_periods")


def test_each_with_a_period_is_a_petition_in_its_stage_and_nothing_is_lost(result):
    assert result["petitions"] == [
        ["XF2026-0001", "SYSTEM", "REGISTERED", "信访 1", "", 0, "来水发黄"],
        ["XF2026-0002", "SYSTEM", "FORWARDED", "信访 2", "ASSIGNED", 0, "来水发黄"],
        ["XF2026-0003", "VISIT", "UNDER_REVIEW", "来访 3", "", 1, "来水发黄"],
        ["XF2026-0004", "VISIT", "ANSWERED", "来访 4", "", 0, "来水发黄"],
        [None, None, None, None, None, None, None],
    ]
    assert result["back"] == result["before"], "the way back gives every period again"
