"""A clock starts with its deadline and its ledger of hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huiying.base.clocks.actions.start import Holder, PastHold
from huiying.base.clocks.models import SYSTEM
from tests.base.clocks.ledger import ledger_of
from tests.factories import T0

MINUTE = timedelta(minutes=1)


@pytest.mark.clause("4(3)c")
def test_the_notice_clock_of_a_major_matter_runs_thirty_minutes_by_the_regulation(start):
    clock = start("NOTICE_MAJOR")

    assert clock.due_at - clock.starts_at == 30 * MINUTE
    assert (clock.amount, clock.standing) == ("30 分钟", "regulation")
    assert "第四条第（三）项" in clock.basis


@pytest.mark.clause("4(3)b")
def test_the_notice_clock_of_an_ordinary_matter_runs_a_day_and_a_night(start):
    assert start("NOTICE_ORDINARY").due_at == T0 + timedelta(hours=24)


def test_a_working_day_ends_with_the_next_day_that_is_worked(start):
    friday = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)

    assert start("VERIFICATION", at=friday).due_at == datetime(
        2026, 11, 30, 15, 59, 59, tzinfo=UTC
    )


def test_earlier_hands_are_in_the_ledger_before_the_first_holder(start):
    clock = start(
        now=T0 + 4 * MINUTE, earlier=[PastHold(Holder(code=SYSTEM), T0, T0 + 4 * MINUTE)]
    )

    assert ledger_of(clock) == [
        ("系统", T0, T0 + 4 * MINUTE),
        ("值班员", T0 + 4 * MINUTE, None),
    ]
