"""A change to a draft voids what was submitted."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.work.responses.core.models import DraftState, Release
from huiying.work.responses.facts.actions.edit import add_fact, remove_fact
from huiying.work.responses.releases.actions.publish import publish
from tests.work.responses import desk
from tests.work.responses.editing import edit


@pytest.mark.parametrize("stage", ["submitted", "approved"])
@pytest.mark.parametrize("act", ["words", "reference", "fact", "no fact"])
def test_an_edit_after_submission_voids_it_and_says_so(yunchuan, now, stage, act):
    draft = getattr(desk, stage)(yunchuan, now)
    request = draft.signoff
    by = {"draft": draft, "revision": draft.revision, "officer": yunchuan.shen, "now": now}
    if act == "words":
        assert edit(yunchuan, draft, now, body="改了一个字。") is True
    elif act == "reference":
        assert edit(yunchuan, draft, now, procedure_ref="云委办〔2026〕13号") is True
    elif act == "fact":
        add_fact(statement="又一条", evidence="记录", **by)
    else:
        remove_fact(fact_id=draft.facts.get().pk, **by)
    request.refresh_from_db()
    assert request.decision == Decision.VOID
    assert draft.state == DraftState.WRITING
    with pytest.raises(Refused):
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    assert not Release.objects.exists()


def test_saving_the_same_words_voids_nothing(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    assert edit(yunchuan, draft, now) is False
    assert draft.state == DraftState.APPROVED


def test_a_stale_form_changes_nothing(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    seen = draft.revision
    edit(yunchuan, draft, now, officer=yunchuan.shen, title="别人先改的标题")
    with pytest.raises(Stale):
        edit(yunchuan, draft, now, revision=seen, title="我的标题")
    draft.refresh_from_db()
    assert draft.title == "别人先改的标题"
