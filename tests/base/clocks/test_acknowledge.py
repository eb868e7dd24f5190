"""Who holds a clock says that it is being done; what was said lapses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.actions.acknowledge import acknowledge, claim_lapsed
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import ClockAck
from huiying.base.clocks.queries import current_ack
from huiying.base.errors import Refused
from huiying.reasons.reason import Reason
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def say(clock, officer, now=T0):
    return acknowledge(clock=clock, officer=officer, holds=15 * MINUTE, now=now)


def test_it_is_said_until_a_moment_and_recorded_while_the_clock_runs_on(start, yunchuan):
    clock = start()
    due = clock.due_at

    ack = say(clock, yunchuan.lu)

    clock.refresh_from_db()
    record = AuditRecord.objects.get(verb="clock.acknowledged")
    until = T0 + 15 * MINUTE
    assert (ack.at, ack.lapses_at, clock.due_at) == (T0, until, due)
    assert current_ack(clock, until - MINUTE) == ack
    assert current_ack(clock, until) is None
    assert (record.topic, record.data) == ("incident:2026-0001", {"until": until.isoformat()})


def test_only_who_holds_a_running_clock_says_that_it_is_being_done(start, yunchuan, linxi):
    clock = start()

    for officer in (yunchuan.water, yunchuan.leader, linxi.lu):
        with pytest.raises(Refused, match="或当前经办已变更"):
            say(clock, officer)
    stop_clock(clock=clock, at=T0, reason=Reason("clocks.delivered_on_paper"), now=T0)
    with pytest.raises(Refused, match="该时限已结束"):
        say(clock, yunchuan.lu)

    assert not ClockAck.objects.exists()


def test_a_later_word_takes_the_place_of_the_earlier(start, yunchuan):
    clock = start()
    earlier = say(clock, yunchuan.lu)

    later = say(clock, yunchuan.lu, T0 + 10 * MINUTE)

    earlier.refresh_from_db()
    assert earlier.ended_at == T0 + 10 * MINUTE
    assert current_ack(clock, T0 + 20 * MINUTE) == later


def test_what_lapsed_is_claimed_once_and_not_before(start, yunchuan):
    clock, other = start(), start(ref="2026-0002")
    ack = say(clock, yunchuan.lu)
    say(other, yunchuan.lu)

    claims = [claim_lapsed(clock=clock, now=T0 + n * MINUTE) for n in (14, 15, 16)]

    assert claims == [None, ack, None]
    ack.refresh_from_db()
    assert ack.ended_at == T0 + 15 * MINUTE
    assert ClockAck.objects.get(clock=other).ended_at is None
