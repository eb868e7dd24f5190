"""Who may begin an answer, about what, and who speaks."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.policy.procedure.stages import Stage
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.start import start_draft
from tests.work.responses import desk


@pytest.mark.clause("8b")
def test_the_unit_in_charge_speaks_unless_a_reason_is_given(yunchuan, now):
    incident = desk.incident_of(yunchuan)
    with pytest.raises(Refused, match="谁主管谁发声"):
        start_draft(
            incident=incident, officer=yunchuan.shen, now=now, speaker=yunchuan.waterworks
        )
    draft = start_draft(
        incident=incident,
        officer=yunchuan.shen,
        now=now,
        speaker=yunchuan.waterworks,
        speaker_reason="由处置单位说明更清楚",
    )
    assert draft.answer.speaker == yunchuan.waterworks
    assert draft.answer.speaker_reason == "由处置单位说明更清楚"


def test_a_draft_needs_a_unit_in_charge_or_a_chosen_speaker(yunchuan, now):
    incident = desk.incident_of(yunchuan, lead=None)
    with pytest.raises(Refused, match="请选择发声单位"):
        start_draft(incident=incident, officer=yunchuan.shen, now=now)


def test_a_draft_moves_the_incident_and_a_second_one_is_refused(yunchuan, now):
    incident = desk.incident_of(yunchuan)
    start_draft(incident=incident, officer=yunchuan.window, now=now)
    incident.refresh_from_db()
    assert incident.stage == Stage.RESPONDING
    with pytest.raises(Refused, match="已有一份"):
        start_draft(incident=incident, officer=yunchuan.shen, now=now)


def test_an_incident_of_which_nobody_was_notified_has_no_answer_yet(yunchuan, now):
    incident = desk.incident_of(yunchuan, stage=Stage.OPEN)
    with pytest.raises(Refused, match="通报"):
        start_draft(incident=incident, officer=yunchuan.shen, now=now)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("who", ["lu", "cheng", "auditor", "admin"])
def test_who_may_not_draft_starts_nothing(yunchuan, now, who):
    with pytest.raises(PermissionDenied):
        start_draft(
            incident=desk.incident_of(yunchuan), officer=getattr(yunchuan, who), now=now
        )
