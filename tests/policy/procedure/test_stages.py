"""Stages of incidents, states of candidates, findings: tables and their properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.core.moves import IllegalMove, ReasonMissing
from huiying.policy.core.standing import Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure import candidates, stages
from huiying.policy.procedure.candidates import CandidateMove, CandidateState, next_state
from huiying.policy.procedure.delivery import Proof
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Move, Stage, next_stage


@pytest.mark.clause("7a")
def test_the_light_path_leads_from_grading_to_closing():
    stage = Stage.OPEN
    way = [Move.NOTIFY, Move.SIGN, Move.RECORD_FINDING, Move.DRAFT, Move.PUBLISH, Move.CLOSE]
    seen = []
    for move in way:
        stage = next_stage(stage, move)
        seen.append(stage)

    assert seen == [
        *(Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING),
        *(Stage.RESPONDING, Stage.ANSWERED, Stage.CLOSED),
    ]


@given(st.sampled_from(Stage), st.sampled_from(Move))
def test_a_move_is_in_the_table_or_illegal(stage, move):
    if move in stages.moves_open(stage):
        assert next_stage(stage, move) == stages.MOVES[stage, move]
    else:
        with pytest.raises(IllegalMove, match=f"{move} from {stage}"):
            next_stage(stage, move)


def test_nothing_is_published_without_a_draft_and_nothing_closed_before_a_unit_reported():
    assert {stage for stage in Stage if Move.PUBLISH in stages.moves_open(stage)} == {
        Stage.RESPONDING,
        Stage.ANSWERED,
    }
    assert [stage for stage in Stage if Move.CLOSE in stages.moves_open(stage)] == [
        Stage.HANDLING,
        Stage.RESPONDING,
        Stage.ANSWERED,
    ]


def test_a_holding_statement_does_not_answer():
    assert next_stage(Stage.RESPONDING, Move.HOLD) == Stage.RESPONDING


@given(st.sampled_from(CandidateState), st.sampled_from(CandidateMove))
def test_every_candidate_move_has_a_way_back(state, move):
    if (state, move) not in candidates.MOVES:
        with pytest.raises(IllegalMove):
            next_state(state, move, reason="误报")
        return
    after = next_state(state, move, reason="误报")
    if move in candidates.REVERSE:
        assert next_state(after, candidates.REVERSE[move], undo=True) == CandidateState.NEW


@pytest.mark.parametrize("move", [CandidateMove.DISMISS, CandidateMove.TRANSFER])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_taking_a_candidate_off_the_desk_needs_a_reason(move, reason):
    with pytest.raises(ReasonMissing, match="reason"):
        next_state(CandidateState.NEW, move, reason=reason)
    with pytest.raises(ReasonMissing):
        next_state(CandidateState.NEW, move, undo=True)


def test_an_undo_at_once_needs_no_reason_and_a_later_reverse_act_does():
    dismissed = CandidateState.DISMISSED

    assert next_state(dismissed, CandidateMove.UNDISMISS, undo=True) == CandidateState.NEW
    with pytest.raises(ReasonMissing):
        next_state(dismissed, CandidateMove.UNDISMISS)


def test_watching_and_confirming_need_no_reason():
    assert next_state(CandidateState.NEW, CandidateMove.WATCH) == CandidateState.WATCHED
    assert next_state(CandidateState.WATCHED, CandidateMove.CONFIRM) == CandidateState.CONFIRMED


def test_there_are_four_findings():
    assert [finding.label for finding in Finding] == ["属实", "部分属实", "不属实", "无法核实"]


@pytest.mark.parametrize("words", [Stage, CandidateState, Proof, Standing, Grade])
def test_every_code_has_its_own_chinese_word(words):
    labels = [word.label for word in words]

    assert len(set(labels)) == len(labels)
