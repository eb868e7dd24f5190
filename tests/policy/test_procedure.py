"""The heavy path of Article 6: its order holds whatever is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grade_rules import Grade
from huiying.policy.procedure import (
    Block,
    OnRecord,
    Step,
    StepState,
    Weight,
    before_assignment,
    before_proposal,
    gates,
    quorum,
    weight_of,
)
from huiying.policy.rulebook import default_book, from_data, to_data, validate

flags = st.booleans()
records = st.builds(
    OnRecord,
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
READY = OnRecord(Grade.MAJOR, signed=True, written=True, submitted=True, approved=True)


@pytest.mark.parametrize(
    ("grade", "weight"),
    [
        (Grade.ORDINARY, Weight.ABSENT),
        (Grade.SIGNIFICANT, Weight.OFFERED),
        (Grade.MAJOR, Weight.COMPULSORY),
        (Grade.CRITICAL, Weight.COMPULSORY),
    ],
)
def test_the_grade_says_how_heavy_the_way_is(grade, weight):
    assert weight_of(grade) == weight


@given(records)
def test_a_major_matter_is_never_assigned_before_consultation_and_approval(seen):
    if seen.grade < Grade.MAJOR or seen.emergency:
        return
    if before_assignment(seen) is None:
        assert seen.signed
        assert seen.approved
        assert not seen.changed


@given(records)
def test_an_ordinary_matter_shows_none_of_it(seen):
    ordinary = replace(seen, grade=Grade.ORDINARY)

    assert gates(ordinary) == ()
    assert before_assignment(ordinary) == before_proposal(ordinary) == Block.ABSENT


@given(records)
def test_a_step_that_is_not_done_says_why_or_can_be_done(seen):
    for gate in gates(seen):
        if gate.state in {StepState.BLOCKED, StepState.EMERGENCY}:
            assert gate.block is not None
        if gate.state == StepState.SKIPPED:
            assert (gate.step, seen.grade) == (Step.CONSULT, Grade.SIGNIFICANT)


@given(records)
def test_only_an_emergency_goes_first_and_it_is_shown_as_such(seen):
    states = {gate.step: gate.state for gate in gates(seen)}
    if seen.emergency and states:
        assert before_assignment(seen) is None
        assert states[Step.APPROVE] == StepState.EMERGENCY


@pytest.mark.parametrize(
    ("change", "block"),
    [
        ({}, None),
        ({"signed": False}, Block.NOT_CONSULTED),
        ({"signed": False, "called": True}, Block.NOT_SIGNED),
        ({"signed": False, "skipped": True}, Block.NOT_CONSULTED),
        ({"written": False}, Block.NOT_WRITTEN),
        ({"submitted": False}, Block.NOT_SUBMITTED),
        ({"approved": False}, Block.NOT_APPROVED),
        ({"changed": True}, Block.CHANGED_SINCE),
        ({"signed": False, "emergency": True, "approved": False}, None),
    ],
)
def test_what_is_missing_is_named(change, block):
    assert before_assignment(replace(READY, **change)) == block


def test_a_reason_spares_the_consultation_of_a_significant_matter_alone():
    skipped = replace(READY, signed=False, skipped=True)

    assert before_assignment(replace(skipped, grade=Grade.SIGNIFICANT)) is None
    assert before_assignment(skipped) == Block.NOT_CONSULTED


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
