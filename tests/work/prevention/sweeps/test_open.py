"""开展梳理: every section has its part and its time; the period opens the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.jobs.clocks import ladder, risk_sweeps
from huiying.policy.time.deadlines import RISK_SWEEP, RISK_SWEEP_SIGN, RISK_SWEEP_UNIT
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.models import Sweep
from tests.factories import T0
from tests.work.prevention.steps import confirm, later
from tests.work.prevention.sweeps.test_compile import compiled, sign

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


def opened(cast, now=T0):
    return open_sweep(bureau=cast.bureau, officer=cast.shen, now=now)


def test_each_section_and_subordinate_unit_has_a_part_and_a_clock(yunchuan):
    sweep = opened(yunchuan)

    assert sweep.number == "SL2026-0001"
    units = {part.unit for part in sweep.parts.all()}
    assert units == {yunchuan.office, yunchuan.reception, yunchuan.online}
    codes = sorted(Clock.objects.values_list("rule_code", flat=True))
    assert codes == [RISK_SWEEP, RISK_SWEEP_SIGN, *[RISK_SWEEP_UNIT] * 3]
    held = sweep.parts.get(unit=yunchuan.reception).clock
    assert held.holder_unit == yunchuan.reception


def test_only_the_office_opens_the_first_one(yunchuan):
    with pytest.raises(PermissionDenied):
        open_sweep(bureau=yunchuan.bureau, officer=yunchuan.window, now=T0)
    assert risk_sweeps.turn(T0) == 0


def test_a_second_one_while_one_is_under_way_is_refused(yunchuan):
    opened(yunchuan)

    with pytest.raises(Refused, match="SL2026-0001"):
        opened(yunchuan, later(days=1))


def test_the_next_one_opens_by_itself_on_its_day(yunchuan):
    sweep = opened(yunchuan)
    for unit in (yunchuan.office, yunchuan.reception, yunchuan.online):
        Officer.objects.filter(pk=yunchuan.shen.pk).update(unit=unit)
        confirm(sweep, unit, Officer.objects.get(pk=yunchuan.shen.pk), later(hours=1))
    compiled(sweep, yunchuan.shen, later(days=5))
    sign(sweep, yunchuan.leader)
    day = sweep.next.due_at
    risk_sweeps.turn(later(days=10))  # the report of it

    assert risk_sweeps.turn(day - timedelta(days=1)) == 0
    assert risk_sweeps.turn(day - timedelta(hours=8)) == 1
    assert risk_sweeps.turn(day) == 0

    following = Sweep.objects.exclude(pk=sweep.pk).get()
    assert (following.opened_by, following.since) == (None, sweep.opened_at)
    sweep.next.refresh_from_db()
    assert sweep.next.state == ClockState.MET
    assert sweep.next.breached_at is None


def test_one_that_nobody_signs_is_late_and_stays_so(yunchuan):
    sweep = opened(yunchuan)

    ladder.turn(later(days=120))

    sweep.clock.refresh_from_db()
    sweep.next.refresh_from_db()
    assert sweep.clock.breached_at is not None
    assert sweep.next.breached_at is not None
    assert risk_sweeps.turn(later(days=120)) == 0
