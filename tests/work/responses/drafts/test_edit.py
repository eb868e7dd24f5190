"""A change to a draft voids what was submitted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.work.responses.core.models import DraftState, Release
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.releases.actions.publish import publish
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit


@pytest.mark.parametrize("stage", ["submitted", "approved"])
@pytest.mark.parametrize(
    "change",
    [{"body": "改了一个字。"}, {"title": "改了一个字"}],
    ids=["words", "reference"],
)
def test_an_edit_after_submission_voids_it_and_says_so(yunchuan, now, stage, change):
    draft = getattr(desk, stage)(yunchuan, now)
    request = draft.signoff

    assert edit(yunchuan, draft, now, **change) is True

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


def test_an_edit_keeps_who_wrote_and_which_fields_without_their_words(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    edit(yunchuan, draft, now, officer=yunchuan.shen, title="  新  标题 ", body="新的一段。")

    assert (draft.title, draft.body) == ("新 标题", "新的一段。")
    assert draft.writers == [yunchuan.window.pk, yunchuan.shen.pk]
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.verb == "draft.edited"
    assert record.data == {"fields": ["body", "title"], "voided": False}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (DraftWords(title="长" * 121), "最多 120 字"),
        (DraftWords(finding="MAYBE"), "只有四种"),
    ],
    ids=["a long title", "no finding"],
)
def test_words_that_do_not_fit_are_refused(yunchuan, now, words, why):
    draft = desk.ready(yunchuan, now)

    with pytest.raises(Refused, match=why):
        edit_draft(
            draft=draft,
            revision=draft.revision,
            words=words,
            officer=yunchuan.window,
            now=now,
        )


def test_who_may_not_write_changes_nothing(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    with pytest.raises(PermissionDenied):
        edit(yunchuan, draft, now, officer=yunchuan.lu, title="值班员的标题")


def test_a_page_that_saves_by_itself_voids_nothing_that_was_submitted(yunchuan, now):
    draft = desk.submitted(yunchuan, now)

    with pytest.raises(Refused, match="不自动保存"):
        edit_draft(
            draft=draft,
            revision=draft.revision,
            words=DraftWords(title="打到一半"),
            officer=yunchuan.window,
            now=now,
            automatic=True,
        )

    assert draft.state == DraftState.SUBMITTED
