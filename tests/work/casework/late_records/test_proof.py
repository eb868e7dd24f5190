"""The daily check finds a late record that was changed past the product."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.casework.late_records.actions.confirm import (
    LATE_RECORD_KIND,
    late_record_hash,
)
from huiying.work.casework.late_records.actions.keep import keep_late_record
from huiying.work.casework.late_records.proof import late_record_differences
from huiying.work.casework.notices import late_delivery  # noqa: F401 - it declares its effect
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper


def claimed(cast):
    return keep_late_record(
        kind="notice",
        ref="2026-0001",
        label="通报来访接待科",
        topic="incident:2026-0001",
        incident=None,
        who="值班室",
        at=T0 - timedelta(hours=1),
        officer=cast.lu,
        now=T0,
    )


standing_rows, rows, yunchuan, row = module_rows(claimed)


def differences(cast):
    found = late_record_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def confirm(row, officer):
    digest = late_record_hash(row)
    LATE_RECORD_KIND.approve(row, shown_hash=digest, officer=officer, now=T0)


def test_what_waits_and_what_was_confirmed_agree(yunchuan, row):
    assert differences(yunchuan) == []
    confirm(row, yunchuan.shen)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_laterecord SET claimed_at = '2026-11-01 00:00:00+00:00'",
        "UPDATE casework_laterecord SET who = '别处'",
        "UPDATE signoff_signoffrequest SET decision = 'APPROVED', signed = 1",
    ],
)
def test_another_moment_post_or_decision_is_found(yunchuan, row, change):
    tamper(change)
    assert differences(yunchuan) == [("late_record_differs", "notice:2026-0001")]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.late_record_differs" in found


def test_one_that_is_gone_is_found(yunchuan, row):
    tamper("DELETE FROM casework_laterecord")
    assert differences(yunchuan) == [("late_record_missing", "notice:2026-0001")]
