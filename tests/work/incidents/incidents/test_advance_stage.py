"""An incident moves from stage to stage by the table of moves alone."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.policy.procedure.stages import Move, Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from tests.scenarios.incidents import incident_of


def advance(incident, move, officer, now):
    return advance_stage(incident=incident, move=move, actor=officer.audit_actor(), now=now)


def test_a_move_leads_to_the_next_stage_and_a_stale_page_is_told(yunchuan, now):
    incident = incident_of(yunchuan)
    before = incident.revision

    reached = advance(incident, Move.NOTIFY, yunchuan.lu, now)

    row = Incident.objects.get(pk=incident.pk)
    assert reached == row.stage == incident.stage == Stage.NOTIFIED
    assert row.revision == incident.revision == before + 1


def test_a_move_that_leads_nowhere_new_changes_no_row(yunchuan, now):
    incident = incident_of(yunchuan)
    advance(incident, Move.NOTIFY, yunchuan.lu, now)
    before = incident.revision

    reached = advance(incident, Move.NOTIFY, yunchuan.lu, now)

    assert reached == Stage.NOTIFIED
    assert Incident.objects.get(pk=incident.pk).revision == before


def test_the_stage_that_counts_is_the_stored_one(yunchuan, now):
    incident = incident_of(yunchuan)
    on_her_screen = Incident.objects.get(pk=incident.pk)
    advance(incident, Move.NOTIFY, yunchuan.lu, now)

    assert advance(on_her_screen, Move.SIGN, yunchuan.window, now) == Stage.VERIFYING


def test_a_move_that_is_not_open_is_refused_with_the_name_of_the_stage(yunchuan, now):
    incident = incident_of(yunchuan)

    with pytest.raises(Refused, match="事件当前状态为“定级"):
        advance(incident, Move.CLOSE, yunchuan.shen, now)

    assert Incident.objects.get(pk=incident.pk).stage == Stage.OPEN
