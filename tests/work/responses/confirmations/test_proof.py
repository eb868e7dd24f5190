"""What an agency answered is what the record says it answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.responses.confirmations.actions.waive import waive_confirmation
from huiying.work.responses.confirmations.models import Manner
from huiying.work.responses.confirmations.proof import confirmation_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.responses.confirmations.steps import asked
from tests.work.responses.confirmations.test_answer import answer
from tests.work.responses.confirmations.test_record import NO, hear, second
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, row = module_rows(asked)
LATER = T0 + timedelta(minutes=1)


def differences(cast):
    found = confirmation_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record.confirmation_"), one.params["ref"]) for one in found]


def waive(cast, row):
    waive_confirmation(
        draft=row.draft,
        unit=row.unit,
        reason="电话无人接听，群众已在等水。",
        shown_hash=row.content_hash,
        officer=cast.cheng,
        now=LATER,
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda cast, row: None,
        lambda cast, row: answer(row, LATER),
        lambda cast, row: hear(row, cast.window, LATER),
        lambda cast, row: hear(row, cast.window, LATER, answer=NO),
        waive,
        lambda cast, row: edit(cast, row.draft, LATER, title="换一个标题"),
    ],
)
def test_each_answer_agrees_with_its_record(yunchuan, row, act):
    act(yunchuan, row)

    assert differences(yunchuan) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_what_a_second_person_signed_or_sent_back_agrees(yunchuan, row, agrees):
    hear(row, yunchuan.window, LATER, manner=Manner.PHONE)
    second(row, yunchuan.lu, LATER, agrees=agrees)

    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE responses_confirmation SET state = 'CONFIRMED'", "differs"),
        ("UPDATE responses_confirmation SET state = 'WAIVED'", "differs"),
        ("UPDATE responses_confirmation SET content_hash = 'abc'", "differs"),
        ("UPDATE responses_confirmation SET number = 'Q2026-9999'", "not_recorded"),
        ("DELETE FROM responses_confirmation", "missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, row, change, found):
    assert tamper(f"{change} WHERE id = %s", row.pk) == 1

    assert found in [code for code, _ref in differences(yunchuan)]


def test_the_daily_check_names_it(yunchuan, row):
    tamper("UPDATE responses_confirmation SET state = 'CONFIRMED' WHERE id = %s", row.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.confirmation_differs", row.number)
    ]
