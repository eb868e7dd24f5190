"""The daily check finds an instruction that was changed past the product."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.proof import instruction_differences
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.tampering import tamper
from tests.work.casework.instructions.steps import decide, enter, instruct


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.HUIYING_DATA_DIR = tmp_path


def three(cast):
    """One that the leader gave, one that he confirmed, one that waits for him."""
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    given = instruct(cast, water)
    confirmed = decide(enter(cast, water), cast.leader)
    return given, confirmed, enter(cast, water)


standing_rows, rows, yunchuan, made = module_rows(three)
TABLE = "casework_instruction"


def differences(cast):
    found = instruction_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_given_entered_and_confirmed_agrees(yunchuan, made):
    assert differences(yunchuan) == []


def test_what_is_corrected_and_disowned_agrees(yunchuan, made):
    given, _confirmed, waiting = made
    instruct(yunchuan, given.incident, replaces=given)
    decide(waiting, yunchuan.leader, yes=False, reason="不是我的批示。")

    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    ["text = '无须办理。'", "due_at = NULL", "supervise = NOT supervise", "given_by_id = 1"],
)
def test_another_word_day_or_leader_is_found(yunchuan, made, change):
    given = made[0]
    if change.startswith("given_by"):
        change = f"given_by_id = {yunchuan.cheng.pk}"

    tamper(f"UPDATE {TABLE} SET {change} WHERE id = %s", given.pk)  # noqa: S608

    assert differences(yunchuan) == [("instruction_differs", given.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.instruction_differs" in found


def test_a_paper_that_nobody_confirmed_is_not_the_leaders_own(yunchuan, made):
    waiting = made[2]
    tamper(f"UPDATE {TABLE} SET signoff_id = NULL WHERE id = %s", waiting.pk)  # noqa: S608
    assert differences(yunchuan) == [("instruction_differs", waiting.number)]


def test_a_confirmation_without_a_record_is_found(yunchuan, made):
    waiting = made[2]
    tamper(
        "UPDATE signoff_signoffrequest SET decision = 'APPROVED', signed = 1 WHERE id = %s",
        waiting.signoff_id,
    )
    assert differences(yunchuan) == [("instruction_differs", waiting.number)]


def test_another_unit_is_found(yunchuan, made):
    given = made[0]
    tamper(
        "UPDATE casework_instructionaddressee SET unit_id = %s WHERE instruction_id = %s",
        yunchuan.reception.pk,
        given.pk,
    )
    assert differences(yunchuan) == [("instruction_differs", given.number)]


def test_one_that_is_gone_and_one_of_nobody_are_found(yunchuan, made):
    given, _confirmed, _waiting = made
    tamper(f"UPDATE {TABLE} SET number = 'Z2026-9999' WHERE id = %s", given.pk)  # noqa: S608
    assert differences(yunchuan) == [
        ("instruction_not_recorded", "Z2026-9999"),
        ("instruction_missing", given.number),
    ]
