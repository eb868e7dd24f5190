"""What an agency answered is what the record says it answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.responses.confirmations.actions.waive import waive_confirmation
from huiying.work.responses.confirmations.models import (
    Confirmation,
    ConfirmationState,
    Manner,
)
from huiying.work.responses.confirmations.proof import confirmation_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.responses.confirmations.steps import asked, put_in
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
        ("UPDATE responses_confirmation SET state = 'VOID'", "differs"),
        (
            "UPDATE responses_confirmation SET state = 'VOID', voided_at = requested_at,"
            " voided_by_id = (SELECT max(id) FROM accounts_officer)",
            "differs",
        ),
        ("UPDATE responses_confirmation SET number = 'Q2026-9999'", "not_recorded"),
        ("DELETE FROM responses_confirmation", "missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, row, change, found):
    assert tamper(f"{change} WHERE id = %s", row.pk) == 1

    assert found in [code for code, _ref in differences(yunchuan)]


def test_a_yes_by_a_new_account_agrees(yunchuan, row):
    officer = put_in(yunchuan, unit=yunchuan.waterworks)

    answer(row, LATER, officer=officer)

    assert row.state == ConfirmationState.RECORDED
    assert differences(yunchuan) == []


def test_an_answer_put_beside_what_was_asked_is_found(yunchuan, row):
    waive(yunchuan, row)
    Confirmation.objects.create(
        bureau=row.bureau,
        number="Q2026-9999",
        draft=row.draft,
        unit=yunchuan.reception,
        state=ConfirmationState.CONFIRMED,
        content=row.content,
        content_hash=row.content_hash,
        requested_by=yunchuan.window,
        requested_at=T0,
        answered_by="办公室值班",
        answered_at=LATER,
    )

    assert differences(yunchuan) == [("not_recorded", "Q2026-9999")]


def change(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE responses_confirmation SET {sql}")  # noqa: S608


@pytest.mark.parametrize(
    "sql",
    [
        "unit_id = (SELECT min(id) FROM accounts_unit)",
        "draft_id = draft_id + 1",
        "number = 'Q2026-9999'",
        "state = 'ASKED'",
        "state = 'CONFIRMED'",
        "state = 'VOID'",
        "content_hash = 'abc'",
        "answered_by = '办公室值班'",
        "manner = 'PHONE'",
    ],
)
def test_the_database_refuses_to_change_what_was_settled(yunchuan, row, sql):
    waive(yunchuan, row)

    with pytest.raises(IntegrityError, match="are final"):
        change(sql)


def test_the_database_refuses_to_bring_a_void_one_back(yunchuan, row):
    answer(row, LATER)
    edit(yunchuan, row.draft, LATER, title="换一个标题")

    for sql in ("state = 'CONFIRMED'", "voided_at = requested_at", "state = 'ASKED'"):
        with pytest.raises(IntegrityError, match="are final"):
            change(sql)


def test_the_database_refuses_other_words_for_what_waits(yunchuan, row):
    for sql in ("content_hash = 'abc'", "state = 'CONFIRMED', content_hash = 'abc'"):
        with pytest.raises(IntegrityError, match="are final"):
            change(sql)


def test_the_daily_check_names_it(yunchuan, row):
    tamper("UPDATE responses_confirmation SET state = 'CONFIRMED' WHERE id = %s", row.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.confirmation_differs", row.number)
    ]
