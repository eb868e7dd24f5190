"""The daily check finds a table of recipients that was changed past the product."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.procedure.reports import Way
from huiying.work.reports.routing.actions.edit_recipient import RecipientInput, change_recipient
from huiying.work.reports.routing.proof import routing_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.reports import adopt, recipient_of
from tests.tampering import tamper

standing_rows, rows, yunchuan, row = module_rows(lambda cast: recipient_of(cast, minutes=60))


def differences(cast):
    found = routing_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_added_proposed_and_adopted_agrees(yunchuan, row):
    assert differences(yunchuan) == []
    yunchuan.waterworks.name = "区水务集团"
    yunchuan.waterworks.save(update_fields=["name"])
    assert differences(yunchuan) == []
    change = change_recipient(
        row=row,
        values=RecipientInput(Way.PHONE),
        active=True,
        shown_revision=0,
        officer=yunchuan.shen,
        now=T0,
        reason="值班室夜间无人收文。",
    )
    assert differences(yunchuan) == []
    adopt(yunchuan, change)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        "active = NOT active",
        "minutes_major = NULL",
        "way = 'PHONE'",
        "unit_id = NULL, way = 'PAPER'",
    ],
)
def test_what_was_dropped_or_loosened_past_two_persons_is_found(yunchuan, row, change):
    tamper(f"UPDATE reports_recipientrule SET {change}")  # noqa: S608 - our own words

    assert differences(yunchuan) == [("recipient_differs", "区委网信办")]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.recipient_differs" in found


def test_a_row_that_is_gone_is_found(yunchuan, row):
    tamper("DELETE FROM reports_recipientrule")
    assert differences(yunchuan) == [("recipient_missing", "区委网信办")]
