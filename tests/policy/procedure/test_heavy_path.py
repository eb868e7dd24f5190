"""The heavy path of Article 6: its order holds whatever is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import (
    BlockReason,
    PathDuty,
    PathRecord,
    Step,
    StepState,
    assignment_blocked_by,
    path_duty,
    proposal_blocked_by,
    quorum,
    step_statuses,
)
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import from_data, to_data
from huiying.policy.rulebook.validation import validate

flags = st.booleans()
records = st.builds(
    PathRecord,
    grade=st.sampled_from(Grade),
    called=flags,
    signed=flags,
    skipped=flags,
    written=flags,
    submitted=flags,
    approved=flags,
    changed=flags,
    emergency=flags,
    assigned=flags,
)
READY = PathRecord(Grade.MAJOR, signed=True, written=True, submitted=True, approved=True)


@pytest.mark.parametrize(
    ("grade", "weight"),
    [
        (Grade.ORDINARY, PathDuty.ABSENT),
        (Grade.SIGNIFICANT, PathDuty.OFFERED),
        (Grade.MAJOR, PathDuty.COMPULSORY),
        (Grade.CRITICAL, PathDuty.COMPULSORY),
    ],
)
def test_the_grade_says_how_heavy_the_way_is(grade, weight):
    assert path_duty(grade) == weight


@given(records)
def test_a_major_matter_is_never_assigned_before_consultation_and_approval(seen):
    if seen.grade < Grade.MAJOR or seen.emergency:
        return
    if assignment_blocked_by(seen) is None:
        assert seen.signed
        assert seen.approved
        assert not seen.changed


@given(records)
def test_an_ordinary_matter_shows_none_of_it(seen):
    ordinary = replace(seen, grade=Grade.ORDINARY)

    assert step_statuses(ordinary) == ()
    assert (
        assignment_blocked_by(ordinary) == proposal_blocked_by(ordinary) == BlockReason.ABSENT
    )


@given(records)
def test_a_step_that_is_not_done_says_why_or_can_be_done(seen):
    for gate in step_statuses(seen):
        if gate.state in {StepState.BLOCKED, StepState.EMERGENCY}:
            assert gate.block is not None
        if gate.state == StepState.SKIPPED:
            assert (gate.step, seen.grade) == (Step.CONSULT, Grade.SIGNIFICANT)


@given(records)
def test_only_an_emergency_goes_first_and_it_is_shown_as_such(seen):
    states = {gate.step: gate.state for gate in step_statuses(seen)}
    if seen.emergency and states:
        assert assignment_blocked_by(seen) is None
        assert states[Step.APPROVE] == StepState.EMERGENCY


@pytest.mark.parametrize(
    ("change", "block"),
    [
        ({}, None),
        ({"signed": False}, BlockReason.NOT_CONSULTED),
        ({"signed": False, "called": True}, BlockReason.NOT_SIGNED),
        ({"signed": False, "skipped": True}, BlockReason.NOT_CONSULTED),
        ({"written": False}, BlockReason.NOT_WRITTEN),
        ({"submitted": False}, BlockReason.NOT_SUBMITTED),
        ({"approved": False}, BlockReason.NOT_APPROVED),
        ({"changed": True}, BlockReason.CHANGED_SINCE),
        ({"signed": False, "emergency": True, "approved": False}, None),
    ],
)
def test_what_is_missing_is_named(change, block):
    assert assignment_blocked_by(replace(READY, **change)) == block


def test_a_reason_spares_the_consultation_of_a_significant_matter_alone():
    skipped = replace(READY, signed=False, skipped=True)

    assert assignment_blocked_by(replace(skipped, grade=Grade.SIGNIFICANT)) is None
    assert assignment_blocked_by(skipped) == BlockReason.NOT_CONSULTED


@pytest.mark.parametrize(("invited", "needed"), [(1, 2), (2, 2), (3, 2), (4, 3), (9, 5)])
def test_more_than_half_of_the_invited_must_be_there(invited, needed):
    assert quorum(invited) == needed


def test_the_bureau_may_ask_for_more_and_never_for_less_than_two():
    data = to_data(default_book())
    three = data["procedure"]["least_present"] | {"value": 3}
    asked = from_data(data | {"procedure": data["procedure"] | {"least_present": three}})
    alone = data["procedure"] | {"signatures": three | {"value": 1}}

    assert quorum(2, asked.procedure) == 3
    assert [problem.path for problem in validate(data | {"procedure": alone})] == [
        "procedure/signatures/value"
    ]
