"""The ledger finds what was late or omitted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import verify
from huiying.base.clocks.models import SYSTEM
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.jobs.clocks import after_closing, ladder
from huiying.policy.closing.breaches import (
    BreachKind,
    SystemFault,
)
from huiying.policy.closing.gate import Condition
from huiying.reasons.reason import Reason
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.collection.sources.gaps import close_gap, open_gap
from tests.scenarios.closing import make_release, make_solved_notice, make_waiver
from tests.scenarios.incidents import source_of

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.clause("11")
def test_a_late_receipt_stands_there_once_with_its_unit_and_step(yunchuan, late, now):
    again = update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    assert again == 0
    assert (late.kind, late.step, late.unit) == (BreachKind.OVERDUE, "签收", yunchuan.reception)
    assert late.done_at - late.due_at > HOUR
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_the_job_runs_twice_and_changes_nothing_twice(yunchuan, late, now):
    before = list(Breach.objects.values())

    assert after_closing.keep_ledgers(now + 3 * DAY) == 0
    assert list(Breach.objects.values()) == before


def test_what_a_role_or_an_officer_held_is_a_units_and_no_person_is_named(
    yunchuan, incident, now
):
    notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 3 * DAY)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    rows = list(Breach.objects.all())
    people = {officer.name for officer in type(yunchuan.lu).objects.all()}
    assert rows
    assert not any(name in row.unit_label for row in rows for name in people)
    assert {row.unit for row in rows} <= {yunchuan.office, yunchuan.reception}


@pytest.mark.clause("11")
def test_what_is_still_undone_is_late_and_done_later_is_noted(yunchuan, incident, now):
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 2 * DAY)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 2 * DAY)
    row = Breach.objects.get(clock=notice.notice_clock)
    before = row.done_at
    sign_notice(notice=notice, officer=yunchuan.window, now=now + 2 * DAY + HOUR)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)
    row.refresh_from_db()

    assert before is None
    assert row.done_at == now + 2 * DAY + HOUR


@pytest.mark.clause("11")
def test_what_was_never_done_before_closing_is_omitted(yunchuan, incident, now):
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    silent = notify_unit(
        incident=incident, unit=yunchuan.online, guidance="", officer=yunchuan.lu, now=now
    )
    type(silent).objects.filter(pk=silent.pk).update(state="SIGNED")
    make_waiver(yunchuan, incident, Condition.SOLVED, now=now)
    close_incident(incident=incident, officer=yunchuan.shen, now=now)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now)

    row = Breach.objects.get(key=f"report:{silent.pk}")
    assert (row.kind, row.unit, row.done_at) == (BreachKind.OMITTED, yunchuan.online, None)


@pytest.mark.clause("11")
def test_what_failed_in_the_system_meanwhile_is_told_apart(yunchuan, incident, now):
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key="watchdog:test",
        reason=Reason("alarms.workers_behind", {"what": (), "since": "—"}),
        about=About("workers", ""),
        now=now + HOUR,
    )
    source = source_of(yunchuan)
    open_gap(bureau_id=yunchuan.bureau.pk, source_id=source.pk, since=now + HOUR)
    close_gap(source_id=source.pk, now=now + 2 * HOUR)
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 2 * DAY)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 2 * DAY)

    assert Breach.objects.get(clock=notice.notice_clock).faults == [
        SystemFault.WORKERS,
        SystemFault.SOURCE,
    ]


def test_another_bureaus_breaches_stay_its_own(yunchuan, linxi, late, now):
    assert update_ledger(bureau_id=linxi.bureau.pk, now=now + 3 * DAY) == 0
    assert not Breach.objects.filter(bureau=linxi.bureau).exists()


@pytest.mark.clause("11")
def test_late_is_said_of_notices_and_reports_alone(yunchuan, incident, now):
    ladder.turn(now + 3 * DAY)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    kinds = dict(Breach.objects.values_list("step", "kind"))
    assert kinds == {"通报": BreachKind.LATE, "回应": BreachKind.OVERDUE}


@pytest.mark.clause("11")
def test_minutes_that_the_system_held_are_charged_to_nobody(yunchuan, incident, now):
    clock = incident.notice_clock
    clock.holds.all().delete()
    clock.holds.create(bureau=yunchuan.bureau, holder_code=SYSTEM, from_at=clock.starts_at)
    ladder.turn(now + 3 * DAY)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    row = Breach.objects.get(clock=clock)
    assert (row.unit, row.unit_label) == (None, "系统")
