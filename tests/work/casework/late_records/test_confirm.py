"""核签补登: the claimed moment counts once another person confirmed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.casework.late_records.actions.confirm import (
    LATE_RECORD_KIND,
    decide_late_record,
    late_record_hash,
)
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.models import NoticeState, ProofKind
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


def called_late(cast, incident, now):
    """A call an hour after the notice, ten hours before it is recorded; 24 hours are over."""
    notice = notify(incident, cast.reception, cast.lu, now)
    called, recorded = now + timedelta(hours=1), now + timedelta(hours=40)
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="接待科值班",
        at=called,
        officer=cast.lu,
        now=recorded,
    )
    notice.refresh_from_db()
    return notice, called, recorded


def confirm(row, officer, now):
    LATE_RECORD_KIND.approve(row, shown_hash=late_record_hash(row), officer=officer, now=now)


@pytest.mark.clause("4(3)b")
def test_a_late_clock_is_met_in_time_by_the_word_of_two(yunchuan, incident, now):
    notice, called, recorded = called_late(yunchuan, incident, now)
    clock, row = Clock.objects.get(pk=notice.notice_clock_id), LateRecord.objects.get()
    assert notice.state == NoticeState.DELIVERED
    assert (clock.state, clock.stopped_at) == (ClockState.MET, recorded)
    assert notice.delivered_at == recorded > clock.due_at
    with pytest.raises(Refused, match="另一位"):
        confirm(row, yunchuan.lu, recorded)
    for officer in (yunchuan.window, yunchuan.speaker, yunchuan.admin):
        with pytest.raises(PermissionDenied):
            confirm(row, officer, recorded)

    confirm(row, yunchuan.shen, recorded)

    clock.refresh_from_db()
    notice.refresh_from_db()
    assert clock.stopped_at == notice.delivered_at == called < clock.due_at
    assert AuditRecord.objects.get(verb="late_record.confirmed").actor_label == "沈青禾"
    with pytest.raises(Stale):
        confirm(row, yunchuan.cheng, recorded)


def test_an_account_in_the_same_hand_confirms_nothing(yunchuan, incident, now):
    notice, _called, recorded = called_late(yunchuan, incident, now)
    reset = {"password_reset_at": recorded, "password_reset_by": yunchuan.lu}
    Officer.objects.filter(pk=yunchuan.shen.pk).update(**reset)
    yunchuan.shen.refresh_from_db()
    with pytest.raises(Refused):
        confirm(LateRecord.objects.get(), yunchuan.shen, recorded)

    notice.refresh_from_db()
    assert notice.delivered_at == recorded


def test_a_return_leaves_the_moment_of_the_recording(yunchuan, incident, now):
    notice, _called, recorded = called_late(yunchuan, incident, now)
    row = LateRecord.objects.get()
    back = {
        "shown_hash": late_record_hash(row),
        "officer": yunchuan.shen,
        "now": recorded,
        "approve": False,
    }
    with pytest.raises(Refused, match="须写明理由"):
        decide_late_record(row, reason=" ", **back)

    decide_late_record(row, reason="接待科称未接到电话。", **back)

    notice.refresh_from_db()
    assert notice.delivered_at == recorded
    assert AuditRecord.objects.get(verb="late_record.returned").data["reason"]
