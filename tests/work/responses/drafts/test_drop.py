"""A draft is dropped with a reason."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.stages import Stage
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.drop import drop_draft
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit


def test_dropping_a_draft_needs_a_reason_voids_the_request_and_moves_the_incident_back(
    yunchuan, now
):
    draft = desk.submitted(yunchuan, now)
    by = {"draft": draft, "revision": draft.revision, "officer": yunchuan.shen, "now": now}
    with pytest.raises(Refused, match="理由"):
        drop_draft(reason="", **by)
    drop_draft(reason="与另一份重复", **by)
    incident = draft.answer.incident
    incident.refresh_from_db()
    draft.signoff.refresh_from_db()
    assert draft.state == DraftState.DROPPED
    assert draft.signoff.decision == Decision.VOID
    assert incident.stage == Stage.HANDLING
    with pytest.raises(Refused):
        edit(yunchuan, draft, now, title="新标题")
