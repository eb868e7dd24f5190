"""泄密报告: a published state secret is reported within 24 hours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.release.sealing import SealGround
from huiying.work.responses.disclosure.actions.report_leak import record_leak_report
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BODIES = "区保密局、市信访局"

standing_rows, rows, yunchuan, release = module_rows(lambda cast: desk.published(cast, T0))


def ask(cast, release, now, ground=SealGround.STATE_SECRET):
    return ask_seal(
        release=release, ground=ground, reason="按要求下架。", officer=cast.speaker, now=now
    )


def report(seal, officer, at, now, reported_to=BODIES):
    record_leak_report(seal=seal, at=at, reported_to=reported_to, officer=officer, now=now)


def test_a_sealing_for_a_state_secret_starts_the_24_hours_of_the_report(yunchuan, release, now):
    seal = ask(yunchuan, release, now)

    clock = Clock.objects.get(kind="secrecy_report")

    assert seal.report_clock == clock
    assert (clock.starts_at, clock.due_at) == (now, now + 24 * HOUR)
    decide_seal(seal, approve=True, reason="", officer=yunchuan.leader, now=now + HOUR)
    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING, "the words are gone, the report is still owed"


def test_no_other_ground_asks_for_a_report(yunchuan, release, now):
    seal = ask(yunchuan, release, now, SealGround.COURT)

    assert seal.report_clock is None
    with pytest.raises(Refused, match="本次封存无需作泄密报告"):
        report(seal, yunchuan.leader, now, now)


def test_a_report_stops_the_clock_and_stands_on_record(yunchuan, release, now):
    seal = ask(yunchuan, release, now)

    report(seal, yunchuan.leader, now + HOUR, now + 2 * HOUR)

    clock = seal.report_clock
    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == (ClockState.MET, now + HOUR)
    assert (seal.reported_at, seal.reported_to) == (now + HOUR, BODIES)
    assert records_of(bureau_id=seal.bureau_id).first().verb == "release.leak_reported"
    with pytest.raises(Stale):
        report(seal, yunchuan.leader, now + HOUR, now + 2 * HOUR)


def test_a_report_names_bodies_and_a_past_moment_and_an_officer_who_may(yunchuan, release, now):
    seal = ask(yunchuan, release, now)

    with pytest.raises(Refused, match="报告时间不得晚于当前时间"):
        report(seal, yunchuan.leader, now + HOUR, now)
    with pytest.raises(Refused, match="请填写报告的机关"):
        report(seal, yunchuan.leader, now, now, " ")
    with pytest.raises(PermissionDenied):
        report(seal, yunchuan.window, now, now)

    assert Clock.objects.get(kind="secrecy_report").state == ClockState.RUNNING


def test_a_refused_sealing_owes_no_report(yunchuan, release, now):
    seal = ask(yunchuan, release, now)

    decide_seal(
        seal, approve=False, reason="没有这样的内容。", officer=yunchuan.leader, now=now
    )

    assert Clock.objects.get(kind="secrecy_report").state == ClockState.CANCELLED
