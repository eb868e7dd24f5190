"""A confirmed finding is the one that the record has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.casework.verification.actions.confirm_finding import (
    ask_again,
    confirm_finding,
    return_finding,
)
from huiying.work.casework.verification.models import FindingRecord
from huiying.work.casework.verification.proof import finding_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_finding, make_verified_docket
from tests.scenarios.incidents import WATER, docket_of, incident_of
from tests.tampering import tamper

LATER = T0 + timedelta(hours=1)


def verified(cast):
    """A matter, and a claim in it that was found false and confirmed."""
    water = incident_of(cast, WATER)
    return water, make_verified_docket(cast, water)


standing_rows, rows, yunchuan, pair = module_rows(verified)


def differences(cast):
    found = finding_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record.finding_"), one.params["ref"]) for one in found]


def test_what_was_found_confirmed_returned_and_asked_again_agrees(yunchuan, pair):
    water, docket = pair
    assert differences(yunchuan) == []

    other = docket_of(yunchuan, water, claim="停水是为了修楼。")
    make_finding(other, yunchuan.water)
    return_finding(docket=other, reason="再查", officer=yunchuan.shen, now=LATER)
    ask_again(docket=docket, reason="已过时", officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []

    make_finding(docket, yunchuan.water, now=LATER)
    confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE casework_findingrecord SET finding = 'TRUE'", "differs"),
        ("UPDATE casework_findingrecord SET facts = '别的'", "differs"),
        ("UPDATE casework_findingrecord SET expires_at = '2027-12-31 00:00:00+00'", "differs"),
        ("UPDATE casework_findingrecord SET state = 'REPLACED'", "missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, pair, change, found):
    _water, docket = pair
    row = FindingRecord.objects.get(docket=docket)

    assert tamper(f"{change} WHERE id = %s", row.pk) == 1

    assert differences(yunchuan) == [(found, docket.number)]


def test_a_confirmation_that_nobody_gave_is_found_and_the_daily_check_names_it(yunchuan, pair):
    water, _docket = pair
    other = docket_of(yunchuan, water, claim="停水是为了修楼。")
    row = make_finding(other, yunchuan.water)
    tamper("UPDATE casework_findingrecord SET state = 'CONFIRMED' WHERE id = %s", row.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.finding_not_confirmed", other.number)
    ]


def test_a_finding_that_waits_is_compared_by_what_was_found(yunchuan, pair):
    water, _docket = pair
    other = docket_of(yunchuan, water, claim="停水是为了修楼。")
    row = make_finding(other, yunchuan.water)
    assert differences(yunchuan) == []

    tamper("UPDATE casework_findingrecord SET finding = 'TRUE' WHERE id = %s", row.pk)

    assert differences(yunchuan) == [("answer_differs", other.number)]
