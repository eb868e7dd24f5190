"""确认: a unit looked at every risk of its own; nothing new is said too."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.base.outbox.models import BoardAlarm
from huiying.jobs.clocks import ladder
from huiying.work.prevention.sweeps.actions.confirm import confirm_part
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.models import SweepPart
from tests.factories import T0
from tests.work.prevention.steps import confirm, heating, later, look_again, part_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


@pytest.fixture
def sweep(yunchuan, risk):
    return open_sweep(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)


def test_a_unit_without_risks_reports_nothing_new(yunchuan, sweep):
    confirm(sweep, yunchuan.office, yunchuan.shen, later(hours=1))

    part = part_of(sweep, yunchuan.office)
    assert (part.nil, part.reviewed, part.new) == (True, [], [])
    assert (part.confirmed_by, part.confirmed_at) == (yunchuan.shen, later(hours=1))
    assert part.clock.state == ClockState.MET


def test_no_unit_confirms_without_looking_at_its_risks(yunchuan, sweep, risk):
    with pytest.raises(Refused, match=risk.number):
        confirm(sweep, yunchuan.reception, yunchuan.window, later(hours=1))

    look_again(risk, yunchuan.window, later(hours=1))
    confirm(sweep, yunchuan.reception, yunchuan.window, later(hours=1))

    assert part_of(sweep, yunchuan.reception).reviewed == [risk.number]


def test_what_is_new_is_named_and_nothing_new_is_not_said_of_it(yunchuan, sweep, risk):
    look_again(risk, yunchuan.window, later(hours=1))
    with pytest.raises(Refused, match="未登记新风险点"):
        confirm(sweep, yunchuan.reception, yunchuan.window, later(hours=1), nil=False)
    new = heating(yunchuan, title="医院周边停车难", topic="停车", now=later(hours=2))

    with pytest.raises(Refused, match=new.number):
        confirm(sweep, yunchuan.reception, yunchuan.window, later(hours=3))
    confirm(sweep, yunchuan.reception, yunchuan.window, later(hours=3), nil=False)

    part = part_of(sweep, yunchuan.reception)
    assert (part.nil, part.new) == (False, [new.number])


def test_nobody_confirms_for_another_unit(yunchuan, sweep):
    with pytest.raises(PermissionDenied):
        confirm(sweep, yunchuan.online, yunchuan.shen, later(hours=1))
    with pytest.raises(PermissionDenied):
        confirm_part(
            part=part_of(sweep, yunchuan.office),
            nil=True,
            note="",
            officer=yunchuan.lu,
            now=later(hours=1),
        )


def test_twice_is_once(yunchuan, sweep):
    confirm(sweep, yunchuan.office, yunchuan.shen, later(hours=1))

    with pytest.raises(Refused, match="已确认"):
        confirm(sweep, yunchuan.office, yunchuan.shen, later(hours=2))


def test_a_late_unit_is_told_and_stays_late(yunchuan, sweep):
    ladder.turn(later(days=9))
    part = part_of(sweep, yunchuan.office)
    assert part.clock.breached_at is not None
    assert BoardAlarm.objects.filter(bureau=yunchuan.bureau).exists()

    confirm(sweep, yunchuan.office, yunchuan.shen, later(days=9))

    part.clock.refresh_from_db()
    assert part.clock.breached_at is not None


def test_what_was_confirmed_is_final(yunchuan, sweep):
    confirm(sweep, yunchuan.office, yunchuan.shen, later(hours=1))

    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        SweepPart.objects.filter(confirmed_at__isnull=False).update(nil=False)
