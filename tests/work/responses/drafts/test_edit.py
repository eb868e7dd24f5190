"""A change to a draft voids what was submitted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Channel, ChannelKind, Message
from huiying.base.signoff.models import Decision
from huiying.policy.release.disclosure import Ground
from huiying.work.responses.core.models import DraftState, Release
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
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


@pytest.mark.parametrize("act", OTHERS)
def test_a_writer_of_a_unit_does_not_void_what_another_person_submitted(yunchuan, now, act):
    draft = desk.ready(yunchuan, now)
    edit(yunchuan, draft, now, officer=yunchuan.water, title="改了一个字")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)

    with pytest.raises(Refused, match="请添加批注"):
        act_on(draft, yunchuan.water, now, act)

    draft.refresh_from_db()
    draft.signoff.refresh_from_db()
    assert yunchuan.water.pk in draft.writers
    assert (draft.state, draft.signoff.decision) == (DraftState.SUBMITTED, Decision.PENDING)
    assert draft.signoff.clock.stopped_at is None


def test_who_submitted_it_edits_it_until_somebody_signed(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    assert edit(yunchuan, draft, now, title="改了一个字") is True

    draft = desk.submitted(
        yunchuan, now, grade=2, incident=desk.incident_of(yunchuan, number="2026-0002", grade=2)
    )
    assert draft.signoff.needed > 1
    desk.sign(draft, yunchuan.lu, now)
    for act in OTHERS:
        with pytest.raises(Refused, match="请添加批注"):
            act_on(draft, yunchuan.window, now, act)
    draft.signoff.refresh_from_db()
    assert (draft.signoff.decision, draft.signoff.signed) == (Decision.PENDING, 1)


def test_who_submitted_it_does_not_edit_what_was_approved(yunchuan, now):
    draft = desk.approved(yunchuan, now)

    for act in OTHERS:
        with pytest.raises(Refused, match="请添加批注"):
            act_on(draft, yunchuan.window, now, act)

    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED


def give_channel(cast):
    """Make a channel of the unit whose officer submitted."""
    Channel.objects.create(
        bureau=cast.bureau,
        unit=cast.window.unit,
        kind=ChannelKind.SMTP,
        name="窗口",
        target="window@yunchuan.gov.cn",
    )


@pytest.mark.parametrize("act", OTHERS)
def test_who_submitted_it_is_told_at_once_when_somebody_else_voids_it(yunchuan, now, act):
    draft = desk.submitted(yunchuan, now)
    give_channel(yunchuan)

    act_on(draft, yunchuan.speaker, now, act)

    told = Message.objects.get(about_kind="answer", about_ref=draft.version_number)
    assert "送审已失效" in told.subject
    assert yunchuan.speaker.name in told.body


def test_who_voids_the_own_submission_is_told_nothing(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    give_channel(yunchuan)

    edit(yunchuan, draft, now, title="改了一个字")

    assert not Message.objects.filter(about_kind="answer").exists()


@pytest.mark.parametrize("who", ["shen", "speaker"])
def test_the_office_and_the_spokesperson_edit_what_was_approved(yunchuan, now, who):
    draft = desk.approved(yunchuan, now)

    assert edit(yunchuan, draft, now, officer=getattr(yunchuan, who), title="改") is True


def test_before_submission_whoever_drafts_edits(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    assert edit(yunchuan, draft, now, officer=yunchuan.water, title="改了一个字") is False
    assert yunchuan.water.pk in draft.writers
