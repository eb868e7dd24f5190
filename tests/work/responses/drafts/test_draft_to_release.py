"""From a draft to a public version: who may do what, and what an edit undoes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.search.documents import find
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.work.responses.checks.content import content_checks
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact, remove_fact
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.decide import approve_draft, return_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk


def missing_in(draft):
    return [check.text for check in content_checks(draft) if check.state == "blocked"]


def edit(cast, draft, now, officer=None, revision=None, **changes):
    names = DraftWords.__slots__
    words = DraftWords(**{name: changes.get(name, getattr(draft, name)) for name in names})
    return edit_draft(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        words=words,
        officer=officer or cast.window,
        now=now,
    )


@pytest.mark.clause("8")
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
    with pytest.raises(Refused, match="选择由谁发声"):
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


def test_an_empty_draft_cannot_be_submitted_and_says_all_that_is_missing(yunchuan, now):
    draft = start_draft(incident=desk.incident_of(yunchuan), officer=yunchuan.window, now=now)
    edit(yunchuan, draft, now, title="")
    with pytest.raises(NotReady) as caught:
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    assert len(caught.value.missing) == 5
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert draft.signoff is None


@pytest.mark.clause("8")
def test_a_fact_without_evidence_blocks(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    assert missing_in(draft) == []
    add_fact(
        draft=draft,
        revision=draft.revision,
        statement="此前已有200多人顺利办结。",
        evidence="",
        officer=yunchuan.window,
        now=now,
    )
    assert missing_in(draft) == ["事实 F2 缺证据。"]


@pytest.mark.parametrize(
    "summary",
    [
        "近日，网上反映登记要先撤帖。",
        "登记要先撤帖吗？",
        "关于登记问题说明如下。",
        "经" + "查" * 80 + "。",
    ],
)
def test_the_first_sentence_must_answer(yunchuan, now, summary):
    draft = desk.ready(yunchuan, now, summary=summary)
    assert len(missing_in(draft)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "请拨打13800000000。",
        "证件号11010119900307123X。",
        "联系人：张小云，",
        "微信 zhang_123456",
        "@云川小王 说的",
    ],
)
@pytest.mark.parametrize("field", ["title", "claim", "body"])
def test_personal_data_blocks_wherever_it_stands(yunchuan, now, field, text):
    draft = desk.ready(yunchuan, now, **{field: f"{text}"})
    assert any("个人信息" in sentence for sentence in missing_in(draft))


def test_the_published_number_of_the_bureau_is_not_personal(yunchuan, now, settings):
    settings.CONTACT = "0871-61234567"
    draft = desk.ready(yunchuan, now, body="请拨打大厅监督电话0871-61234567。")
    assert missing_in(draft) == []
    settings.CONTACT = ""
    assert missing_in(draft) != []


@pytest.mark.clause("8")
@pytest.mark.parametrize("grade", [2, 3, 4])
def test_grave_matters_need_the_reference_of_the_district_procedure(yunchuan, now, grade):
    draft = desk.ready(yunchuan, now, grade=grade, procedure_ref="")
    with pytest.raises(NotReady, match="区委办"):
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    edit(yunchuan, draft, now, procedure_ref="云委办〔2026〕12号")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    assert draft.state == DraftState.SUBMITTED


def test_an_ordinary_matter_needs_no_reference(yunchuan, now):
    assert desk.submitted(yunchuan, now, grade=1).state == DraftState.SUBMITTED


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.y/z", "data:text/html,x", "//x.y", "http://"]
)
def test_a_link_is_an_address_of_the_web(yunchuan, now, link):
    draft = start_draft(incident=desk.incident_of(yunchuan), officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="http"):
        add_fact(
            draft=draft,
            revision=draft.revision,
            statement="事实",
            evidence="证据",
            link=link,
            officer=yunchuan.window,
            now=now,
        )


@pytest.mark.clause("4(2)")
def test_the_author_never_approves(yunchuan, now):
    RoleGrant.objects.create(
        bureau=yunchuan.bureau, officer=yunchuan.window, role=Role.LEADER, granted_at=now
    )
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Refused, match="不能审定自己"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.window)
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_nobody_who_wrote_a_word_of_it_approves(yunchuan, now):
    RoleGrant.objects.create(
        bureau=yunchuan.bureau, officer=yunchuan.shen, role=Role.DEPUTY, granted_at=now
    )
    draft = desk.ready(yunchuan, now)
    edit(yunchuan, draft, now, officer=yunchuan.shen, summary="不需要。做法是错误的。")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="不能审定自己"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.shen)


@pytest.mark.parametrize("who", ["lu", "shen", "speaker", "window", "auditor", "admin"])
def test_only_leaders_approve(yunchuan, now, who):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(PermissionDenied):
        desk.approve(yunchuan, draft, now, officer=getattr(yunchuan, who))


def test_a_leader_of_another_bureau_approves_nothing(yunchuan, linxi, now):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Refused, match="本局"):
        desk.approve(yunchuan, draft, now, officer=linxi.cheng)


def test_an_approval_holds_only_for_what_was_on_the_screen(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Stale):
        approve_draft(draft=draft, seen_hash="0" * 64, officer=yunchuan.cheng, now=now)


def test_approving_twice_changes_nothing(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    with pytest.raises(Refused, match="不用审定"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.leader)


def test_a_return_needs_a_reason_and_goes_back_to_the_writer(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    seen = hash_of_content(content_of(draft))
    with pytest.raises(Refused, match="退回"):
        return_draft(draft=draft, seen_hash=seen, reason=" ", officer=yunchuan.cheng, now=now)
    return_draft(
        draft=draft, seen_hash=seen, reason="补第三窗口的记录", officer=yunchuan.cheng, now=now
    )
    assert draft.state == DraftState.WRITING
    assert draft.signoff.decision == Decision.RETURNED
    assert draft.signoff.reason == "补第三窗口的记录"


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


def test_words_changed_behind_the_actions_are_not_published(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    Draft.objects.filter(pk=draft.pk).update(body="悄悄改过的正文。")
    with pytest.raises(Refused, match="不是审定的文字"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED
    assert not Release.objects.exists()


def test_a_stale_form_changes_nothing(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    seen = draft.revision
    edit(yunchuan, draft, now, officer=yunchuan.shen, title="别人先改的标题")
    with pytest.raises(Stale):
        edit(yunchuan, draft, now, revision=seen, title="我的标题")
    draft.refresh_from_db()
    assert draft.title == "别人先改的标题"


def test_an_unapproved_draft_is_never_published(yunchuan, now):
    for draft in (desk.ready(yunchuan, now),):
        with pytest.raises(Refused):
            publish(draft=draft, officer=yunchuan.speaker, now=now)
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
        with pytest.raises(Refused):
            publish(draft=draft, officer=yunchuan.speaker, now=now)


@pytest.mark.parametrize("who", ["lu", "window", "cheng", "leader", "auditor", "admin"])
def test_only_who_may_publish_publishes(yunchuan, now, who):
    with pytest.raises(PermissionDenied):
        publish(draft=desk.approved(yunchuan, now), officer=getattr(yunchuan, who), now=now)


@pytest.mark.clause("8")
def test_publishing_freezes_the_words_stops_the_clock_and_moves_the_incident(yunchuan, now):
    later = now + timedelta(hours=3)
    draft = desk.approved(yunchuan, now)
    release = publish(draft=draft, officer=yunchuan.speaker, now=later)
    incident = draft.answer.incident
    incident.refresh_from_db()
    incident.response_clock.refresh_from_db()
    assert (release.version, release.published_at) == (1, later)
    assert release.content == content_of(draft)
    assert (
        release.content_hash == hash_of_content(release.content) == draft.signoff.content_hash
    )
    assert release.approved_as == "deputy"
    assert incident.stage == Stage.ANSWERED
    assert incident.response_clock.state == ClockState.MET
    assert incident.response_clock.stopped_at == later
    found = find(bureau_id=yunchuan.bureau.pk, phrase="误解了规定", public_only=True)
    assert found.refs == [release.answer.number]


def test_every_act_stands_on_the_timeline_and_the_chain_holds(yunchuan, now):
    release = desk.published(yunchuan, now)
    topic = release.answer.incident.audit_topic
    verbs = [row.verb for row in timeline(bureau_id=yunchuan.bureau.pk, topic=topic)]
    for verb in ("draft.started", "draft.edited", "draft.fact_added", "draft.submitted"):
        assert verb in verbs
    assert verbs[0] == "answer.published"
    assert "draft.approved" in verbs
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_double_click_publishes_once(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    other = Draft.objects.get(pk=draft.pk)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    with pytest.raises(Refused):
        publish(draft=other, officer=yunchuan.speaker, now=now)
    assert Release.objects.count() == 1


def test_a_correction_is_the_next_version_and_leaves_the_first_as_it_was(yunchuan, now):
    first = desk.published(yunchuan, now)
    before = (dict(first.content), first.content_hash)
    second = desk.corrected(
        yunchuan, first, now + timedelta(hours=2), body="受影响的是7人。[F1]"
    )
    kept = Release.objects.get(pk=first.pk)
    assert (kept.content, kept.content_hash) == before
    assert (second.version, second.note) == (2, "受影响的是7人，不是6人。")
    assert second.content["version"] == 2
    assert second.answer_id == first.answer_id


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ANSWERED])
def test_a_correction_is_possible_after_closing_too(yunchuan, now, stage):
    first = desk.published(yunchuan, now)
    incident = first.answer.incident
    incident.stage = stage
    incident.save(update_fields=["stage"])
    assert desk.corrected(yunchuan, first, now).version == 2
    incident.refresh_from_db()
    assert incident.stage == stage


def test_a_correction_needs_its_note_and_something_published(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    with pytest.raises(Refused, match="还没有发布"):
        correct_release(answer=draft.answer, note="x", officer=yunchuan.shen, now=now)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    with pytest.raises(Refused, match="写明更正"):
        correct_release(answer=draft.answer, note=" ", officer=yunchuan.shen, now=now)
    new = correct_release(answer=draft.answer, note="改数字", officer=yunchuan.shen, now=now)
    with pytest.raises(Refused, match="已有一份更正"):
        correct_release(answer=draft.answer, note="改数字", officer=yunchuan.shen, now=now)
    edit(yunchuan, new, now, officer=yunchuan.shen, correction_note="")
    assert missing_in(new) == ["还没有更正说明。"]


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


def test_an_answer_to_a_merged_incident_moves_the_one_it_became(yunchuan, now):
    source = desk.incident_of(yunchuan)
    target = desk.incident_of(yunchuan, number="2026-0002", stage=Stage.HANDLING)
    draft = desk.approved(yunchuan, now, incident=source)
    source.merged_into, source.stage = target, Stage.MERGED
    source.save(update_fields=["merged_into", "stage"])
    draft = Draft.objects.get(pk=draft.pk)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    target.refresh_from_db()
    assert target.stage == Stage.ANSWERED
    target.response_clock.refresh_from_db()
    assert target.response_clock.state == ClockState.MET


def test_nothing_is_published_about_a_dismissed_incident(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    incident = draft.answer.incident
    incident.stage = Stage.DISMISSED
    incident.save(update_fields=["stage"])
    with pytest.raises(Refused, match="排除"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    assert not Release.objects.exists()
