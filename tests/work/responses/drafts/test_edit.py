"""A change to a draft voids what was submitted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.release.disclosure import Ground
from huiying.work.responses.core.models import DraftState, Release
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import ExemptionKind
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

    assert edit(yunchuan, draft, now, officer=yunchuan.shen, **change) is True

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


OTHERS = ["edit", "reason", "withhold", "drop"]


def act_on(draft, officer, now, act):
    """Edit a draft in one of the ways that void an approval."""
    by = {"draft": draft, "revision": draft.revision, "officer": officer, "now": now}
    if act == "edit":
        edit_draft(words=DraftWords(title="改了一个字"), **by)
    elif act == "reason":
        give_reason(kind=ExemptionKind.STATEMENT, words=draft.body, reason="见公告", **by)
    elif act == "withhold":
        kept = WithholdingInput("我们道歉", Ground.PRIVACY, "涉及个人", "造成损害")
        withhold(withholding=kept, **by)
    else:
        drop_draft(reason="不再发布", **by)


@pytest.mark.parametrize("act", OTHERS)
@pytest.mark.parametrize("stage", ["submitted", "approved"])
def test_an_officer_of_a_unit_who_did_not_write_it_only_comments_after_submission(
    yunchuan, now, stage, act
):
    draft = getattr(desk, stage)(yunchuan, now)
    before = draft.state

    with pytest.raises(Refused, match="请添加批注"):
        act_on(draft, yunchuan.water, now, act)

    draft.refresh_from_db()
    draft.signoff.refresh_from_db()
    assert draft.state == before
    assert draft.signoff.decision != Decision.VOID


def test_its_writer_edits_what_waits_and_not_what_was_approved(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    assert edit(yunchuan, draft, now, title="改了一个字") is True

    draft = desk.approved(
        yunchuan, now, incident=desk.incident_of(yunchuan, number="2026-0002")
    )
    for act in OTHERS:
        with pytest.raises(Refused, match="请添加批注"):
            act_on(draft, yunchuan.window, now, act)
    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED


@pytest.mark.parametrize("who", ["shen", "speaker"])
def test_the_office_and_the_spokesperson_edit_what_was_approved(yunchuan, now, who):
    draft = desk.approved(yunchuan, now)

    assert edit(yunchuan, draft, now, officer=getattr(yunchuan, who), title="改") is True


def test_before_submission_whoever_drafts_edits(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    assert edit(yunchuan, draft, now, officer=yunchuan.water, title="改了一个字") is False
    assert yunchuan.water.pk in draft.writers
