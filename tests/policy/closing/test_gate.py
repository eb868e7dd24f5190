"""The closing gate: what must hold, what is unknown, what a leader may waive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiying.policy.closing.gate import (
    DEFAULT,
    ClosingRecord,
    Condition,
    ConditionState,
    Mentions,
    UnmetReason,
    condition_statuses,
    conditions_of,
    has_material,
    may_close,
)
from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.policy.rulebook.validation import validate

SOLVED = {"notified": 1, "material": True, "answered": True}


def states(seen, waived=()):
    return {row.condition: row.state for row in condition_statuses(seen, waived)}


@pytest.mark.clause("7a")
def test_an_ordinary_matter_has_a_short_gate():
    assert conditions_of(ClosingRecord(Grade.ORDINARY)) == (
        Condition.SOLVED,
        Condition.ANSWERED,
    )
    assert conditions_of(ClosingRecord(Grade.ORDINARY, answer_owed=False)) == (
        Condition.SOLVED,
    )


@pytest.mark.clause("7c")
@pytest.mark.parametrize("grade", [*Grade])
def test_at_every_grade_a_waiting_petitioner_is_a_condition_that_nobody_waives(grade):
    waiting = ClosingRecord(grade, open_petitions=1)

    [row] = [
        row
        for row in condition_statuses(waiting, [Condition.PETITIONERS])
        if row.condition == Condition.PETITIONERS
    ]

    assert (row.state, row.lack) == (ConditionState.MISSING, UnmetReason.PETITIONS_OPEN)


@pytest.mark.clause("7a")
@pytest.mark.parametrize("grade", [Grade.SIGNIFICANT, Grade.MAJOR, Grade.CRITICAL])
def test_a_graver_matter_passes_four_conditions(grade):
    assert conditions_of(ClosingRecord(grade)) == tuple(Condition)


@pytest.mark.clause("7b")
@pytest.mark.parametrize(
    ("seen", "lack"),
    [
        ({}, UnmetReason.NOT_TOLD),
        (
            {"open_supervisions": 1, "notified": 1, "material": True},
            UnmetReason.SUPERVISION_OPEN,
        ),
        ({"notified": 2, "unreported": 1, "material": True}, UnmetReason.NOT_REPORTED),
        ({"notified": 1}, UnmetReason.NO_MATERIAL),
        ({"notified": 1, "material": True, "unverified": 1}, UnmetReason.NOT_VERIFIED),
        ({"notified": 1, "material": True, "open_tasks": 1}, UnmetReason.TASKS_OPEN),
        ({"notified": 1, "material": True, "broken_promises": 1}, UnmetReason.PROMISES_BROKEN),
        ({"notified": 1, "material": True}, None),
    ],
)
def test_publicity_alone_solves_nothing(seen, lack):
    [solved, *_rest] = condition_statuses(ClosingRecord(Grade.ORDINARY, answered=True, **seen))

    assert solved.lack == lack
    assert (solved.state == ConditionState.MET) == (lack is None)


def number(value: float) -> Number:
    return Number(value, "本局会议纪要", Standing.BUREAU)


@pytest.mark.parametrize(
    ("mentions", "state"),
    [
        (Mentions(0), ConditionState.UNKNOWN),
        (Mentions(500), ConditionState.UNKNOWN),
        (Mentions(2, 0.0), ConditionState.MET),
        (Mentions(3, 0.0), ConditionState.MISSING),
        (Mentions(30, 300.0), ConditionState.MET),
        (Mentions(31, 300.0), ConditionState.MISSING),
        (Mentions(0, 300.0, unread=True), ConditionState.UNKNOWN),
    ],
)
def test_an_unknown_usual_level_is_not_calm(mentions, state):
    assert states(ClosingRecord(Grade.MAJOR, mentions=mentions))[Condition.CALM] == state


def test_a_waiver_counts_only_for_what_does_not_hold():
    seen = ClosingRecord(Grade.MAJOR, **SOLVED)

    rows = condition_statuses(seen, [Condition.CALM, Condition.SOLVED])

    assert {row.condition: row.state for row in rows} == {
        Condition.SOLVED: ConditionState.MET,
        Condition.ANSWERED: ConditionState.MET,
        Condition.PETITIONERS: ConditionState.MET,
        Condition.CALM: ConditionState.WAIVED,
    }
    assert may_close(rows)
    assert not may_close(condition_statuses(seen))


@pytest.mark.parametrize(
    ("finding", "handled", "files", "why_none", "enough"),
    [
        (Finding.TRUE, "已修好", True, "", True),
        (Finding.TRUE, "已修好", False, "工单在所里", True),
        (Finding.TRUE, "", True, "", False),
        (Finding.TRUE, "已修好", False, " ", False),
        (Finding.FALSE, "", True, "", True),
        (Finding.FALSE, "", False, "", False),
        (Finding.PARTLY_TRUE, "", True, "", False),
    ],
)
def test_what_is_true_is_solved_with_material_and_what_is_not_is_shown(
    finding, handled, files, why_none, enough
):
    assert has_material(finding, handled, files=files, no_file_reason=why_none) == enough


@pytest.mark.parametrize(
    ("mentions", "flares"),
    [
        (Mentions(11), False),
        (Mentions(12), True),
        (Mentions(39, 300.0), False),
        (Mentions(40, 300.0), True),
    ],
)
def test_a_matter_flares_up_by_what_is_above_calm(mentions, flares):
    assert mentions.flares == flares


def test_calm_is_judged_by_the_numbers_and_the_days_of_the_rule_book():
    loose = replace(DEFAULT, calm_share=number(20), calm_posts=number(5), flare_posts=number(1))

    assert Mentions(60, 300.0, rules=loose).lack is None
    assert Mentions(61, 300.0, rules=loose).lack == UnmetReason.STILL_TALKED_OF
    assert Mentions(15, 0.0, days=3, rules=loose).lack is None
    assert Mentions(16, 0.0, days=3, rules=loose).lack == UnmetReason.STILL_TALKED_OF
    assert Mentions(6, rules=loose).flares


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("calm_days", 8, "1 至 7"),
        ("calm_days", 1.5, "1 至 7"),
        ("calm_share", 101, "不得超过 100"),
        ("calm_posts", 2.5, "整数"),
        ("flare_posts", 0, "大于 0"),
    ],
)
def test_a_number_of_the_gate_that_makes_no_sense_is_refused(name, value, words):
    data = to_data(default_book())
    data["gates"][name]["value"] = value

    [problem] = validate(data)

    assert problem.path == f"gates/{name}/value"
    assert words in problem.sentence


def test_an_open_supervision_is_not_waived_with_what_else_is_missing():
    open_one = ClosingRecord(Grade.MAJOR, open_supervisions=1)

    [solved] = [
        row
        for row in condition_statuses(open_one, [Condition.SOLVED])
        if row.condition == Condition.SOLVED
    ]

    assert (solved.state, solved.lack) == (
        ConditionState.MISSING,
        UnmetReason.SUPERVISION_OPEN,
    )
