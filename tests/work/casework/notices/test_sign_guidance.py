"""A unit signs for the version in force, with its notice or after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.signatory import officer_signatory, signatory_behind
from huiying.work.casework.notices.actions.sign_guidance import (
    sign_current_guidance,
    sign_guidance,
    sign_guidance_alone,
)
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import GuidanceReceipt
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import LINE, confirmed, issue, notify

standing_rows, rows, yunchuan, incident = module_rows(confirmed)
NEXT = replace(LINE, agreed_line="今天已加开窗口。", change_note="窗口加开了。")


@pytest.fixture
def notice(yunchuan, incident, now):
    """A notice that was signed before there was a line."""
    row = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=row, officer=yunchuan.window, now=now)
    return row


def sign(cast, notice, now, version=1, officer=None):
    sign_guidance(notice=notice, version=version, officer=officer or cast.window, now=now)


@pytest.mark.clause("4(3)d")
def test_a_version_is_signed_once_and_its_clock_is_met(yunchuan, incident, notice, now):
    issue(incident, yunchuan.lu, now)
    later = now + timedelta(minutes=4)

    sign(yunchuan, notice, later)
    with pytest.raises(Stale, match="已签收"):
        sign(yunchuan, notice, later)

    receipt = notice.guidance_receipts.get()
    assert (receipt.signed_at, receipt.signed_by) == (later, yunchuan.window)
    clock = Clock.objects.get(pk=receipt.clock_id)
    assert (clock.state, clock.stopped_at) == (ClockState.MET, later)
    record = AuditRecord.objects.get(verb="guidance.signed")
    assert record.data == {"unit": "来访接待科", "version": 1}


def test_a_version_that_was_never_shown_is_not_signed(yunchuan, incident, notice, now):
    issue(incident, yunchuan.lu, now)
    issue(incident, yunchuan.lu, now, NEXT)

    with pytest.raises(Stale, match="口径已修订为第 2 版"):
        sign(yunchuan, notice, now, version=1)

    assert not GuidanceReceipt.objects.filter(signed_at__isnull=False).exists()


def test_only_the_unit_signs_and_the_notice_comes_first(yunchuan, incident, notice, now):
    issue(incident, yunchuan.lu, now)
    unsigned = notify(incident, yunchuan.waterworks, yunchuan.lu, now)

    with pytest.raises(Refused, match="仅来访接待科"):
        sign(yunchuan, notice, now, officer=yunchuan.water)
    with pytest.raises(Refused, match="先签收通报"):
        sign(yunchuan, unsigned, now, officer=yunchuan.water)


def test_with_a_notice_whatever_is_in_force_is_signed_and_nothing_before_the_first(
    yunchuan, incident, notice, now
):
    def sign_now(seen):
        return sign_current_guidance(
            notice=notice, shown_version=seen, by=officer_signatory(yunchuan.window), now=now
        )

    assert sign_now(0) is False
    issue(incident, yunchuan.lu, now)
    with pytest.raises(Stale):
        sign_now(0)
    assert [sign_now(None), sign_now(None)] == [True, False]


def test_a_link_signs_for_guidance_alone_and_once(yunchuan, incident, notice, now):
    issue(incident, yunchuan.lu, now)
    by = signatory_behind(notice.number, "陈一鸣")

    sign_guidance_alone(notice=notice, version=1, by=by, now=now)

    with pytest.raises(Stale):
        sign_guidance_alone(notice=notice, version=1, by=by, now=now)
    assert notice.guidance_receipts.get().signatory == "陈一鸣（通过链接）"
