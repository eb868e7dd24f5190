"""The path of an incident: a step is done when it is proven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.procedure.path import PATH, PathProof, steps_at
from huiying.policy.procedure.stages import LIVE, Stage

PROVEN = PathProof(notified=2, material=True, answered=True)
MARKS = {
    "done": "d",
    "unproven": "u",
    "skipped": "s",
    "waived": "w",
    "current": "c",
    "ahead": ".",
}


def drawn(stage, proof=PROVEN):
    return "".join(MARKS[state] for _, state in steps_at(stage, proof))


def test_the_path_names_the_six_steps():
    assert [step.label for step in PATH] == ["定级", "通报", "核实", "处置", "回应", "办结"]


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.OPEN, "dc...."),
        (Stage.NOTIFIED, "ddc..."),
        (Stage.HANDLING, "dddc.."),
        (Stage.ANSWERED, "dddddc"),
        (Stage.CLOSED, "dddddd"),
        (Stage.MERGED, "......"),
    ],
)
def test_what_is_proven_is_done_and_the_rest_lies_ahead(stage, states):
    assert drawn(stage) == states


@pytest.mark.parametrize(
    ("proof", "states"),
    [
        (PathProof(notified=2, undelivered=1, material=True), "dudd"),
        (PathProof(notified=1, unreported=1, material=True), "ddud"),
        (PathProof(notified=1, unverified=1, material=True), "ddud"),
        (PathProof(notified=1), "dddu"),
        (PathProof(notified=1, material=True, open_tasks=1), "dddu"),
    ],
    ids=["not delivered", "not reported", "not verified", "no material", "a task is open"],
)
def test_a_step_that_was_passed_is_not_done_before_it_is_proven(proof, states):
    assert drawn(Stage.RESPONDING, proof) == states + "c."


def test_what_is_not_needed_is_neither_done_nor_owed():
    topic = PathProof(answered=True)
    no_answer = PathProof(notified=1, material=True, answer_owed=False)

    assert drawn(Stage.ANSWERED, topic) == "dsssdc"
    assert drawn(Stage.CLOSED, no_answer) == "ddddsd"


def test_a_matter_that_was_closed_without_a_proof_says_so():
    assert drawn(Stage.CLOSED, PathProof(notified=1, answered=True)) == "dddwdd"


@given(
    st.sampled_from(LIVE),
    st.builds(
        PathProof,
        notified=st.integers(0, 3),
        undelivered=st.integers(0, 3),
        unreported=st.integers(0, 3),
        unverified=st.integers(0, 3),
        material=st.booleans(),
        open_tasks=st.integers(0, 3),
        answered=st.booleans(),
        answer_owed=st.booleans(),
    ),
)
def test_a_live_matter_is_at_one_step_and_nothing_beyond_it_is_done(stage, proof):
    states = [state for _, state in steps_at(stage, proof)]
    here = states.index("current")

    assert states.count("current") == 1
    assert set(states[here + 1 :]) <= {"ahead"}
    assert "ahead" not in states[:here]
