"""The reviews of a release on the screens: as many different persons as the grade asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.reviews import CheckList
from huiying.policy.time.spans import Span
from huiying.web.console.releases import gates
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.responses.confirmations.required import RequiredConfirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.edit import edit_draft
from huiying.work.responses.reviews.actions.decide import return_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.role_grants import hold
from tests.web.clients import signed_in
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOUR = timedelta(hours=1)
ALL_LISTS = [str(name) for name in CheckList]


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0)


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def page_of(officer, draft):
    return signed_in(officer).get(at("approval", draft.signoff_id)).content.decode()


def sign(officer, draft, *, tick=ALL_LISTS, **more):
    """Press the button of the page of the review that waits; the words that follow."""
    draft.refresh_from_db()
    data = {"hash": hash_of_content(content_of(draft)), "tick": tick, **more}
    answer = signed_in(officer).post(
        at("approval-approve", draft.signoff_id), data, follow=True
    )
    draft.refresh_from_db()
    return answer.content.decode()


@pytest.mark.clause("4(2)a")
def test_an_ordinary_answer_is_signed_by_one_other_person_on_one_page(yunchuan):
    draft = desk.submitted(yunchuan, T0)

    page = page_of(yunchuan.cheng, draft)
    said = sign(yunchuan.cheng, draft)

    assert page.count('name="tick"') == 3
    assert "每个数字、日期、地点都和证据一致" in page
    assert "已同意发布第 1 版" in said
    assert draft.state == DraftState.APPROVED


def test_a_check_list_that_was_not_gone_through_signs_nothing(yunchuan):
    draft = desk.submitted(yunchuan, T0)

    said = sign(yunchuan.cheng, draft, tick=["FACTS", "WORDING"])

    assert "尚有 1 张清单未核对，未签署。" in said
    assert draft.state == DraftState.SUBMITTED
    assert draft.signoff.signed == 0


@pytest.mark.clause("4(2)a")
@pytest.mark.parametrize(("grade", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_the_grade_says_how_many_others_sign(yunchuan, grade, needed):
    draft = desk.submitted(yunchuan, T0, grade=grade)

    for reviewer in (yunchuan.lu, yunchuan.leader)[: needed - 1]:
        assert "尚需其他人员签署" in sign(reviewer, draft)
        assert draft.state == DraftState.SUBMITTED
    sign(yunchuan.cheng, draft)

    assert draft.state == DraftState.APPROVED
    assert draft.signoff.signatures.count() == needed


def test_the_page_says_who_signed_and_who_is_missing(yunchuan):
    draft = desk.submitted(yunchuan, T0, grade=3)

    sign(yunchuan.lu, draft)
    page = page_of(yunchuan.leader, draft)
    own = page_of(yunchuan.lu, draft)

    assert "签署进度" in page
    assert "陆知远" in page
    assert "复核（保密和个人信息）" in page
    assert "审定（文字）" in page
    assert "您已签署，尚需其他人员签署" in own
    assert 'name="tick"' not in own


def test_nobody_signs_twice_by_two_roles(yunchuan):
    hold(yunchuan.lu, Role.DEPUTY)
    draft = desk.submitted(yunchuan, T0, grade=2)

    sign(yunchuan.lu, draft)
    said = sign(yunchuan.lu, draft)

    assert "您已签署，尚需其他人员签署" in said
    assert draft.signoff.signed == 1
    assert draft.state == DraftState.SUBMITTED


def test_who_wrote_it_does_not_approve_it_by_another_role(yunchuan):
    hold(yunchuan.window, Role.LEADER)
    draft = desk.submitted(yunchuan, T0)

    said = sign(yunchuan.window, draft)

    assert "不得审定本人稿件" in said
    assert "您参与过起草，须由其他人员签署" in page_of(yunchuan.window, draft)
    assert draft.state == DraftState.SUBMITTED


@pytest.mark.parametrize("first", ["lender", "stand-in"])
def test_a_lender_and_his_stand_in_are_one_person(yunchuan, first):
    delegate(
        principal=yunchuan.cheng,
        to=yunchuan.lu,
        absence=DelegationTerms(Role.DEPUTY, T0, T0 + 8 * HOUR, "到省局开会"),
        by=yunchuan.cheng,
        now=T0,
    )
    draft = desk.submitted(yunchuan, T0, grade=2)
    pair = [yunchuan.cheng, yunchuan.lu]

    one, two = pair if first == "lender" else reversed(pair)
    sign(one, draft)
    said = sign(two, draft)

    assert "尚需其他人员签署" in said
    assert draft.state == DraftState.SUBMITTED


def test_who_keeps_out_of_the_matter_reviews_nothing_of_it(yunchuan):
    draft = desk.submitted(yunchuan, T0, grade=2)
    recuse(
        incident=draft.answer.incident,
        who=yunchuan.lu,
        reason="与当事人相识。",
        officer=yunchuan.leader,
        now=T0,
    )

    answer = signed_in(yunchuan.lu).get(at("approval", draft.signoff_id))

    assert answer.status_code == 403


def test_a_reviewer_returns_with_a_reason_and_all_begins_again(yunchuan):
    draft = desk.submitted(yunchuan, T0, grade=3)
    sign(yunchuan.lu, draft)

    signed_in(yunchuan.leader).post(
        at("approval-return", draft.signoff_id),
        {"reason": "第二段认得出是谁", "hash": hash_of_content(content_of(draft))},
    )
    draft.refresh_from_db()
    page = signed_in(yunchuan.window).get(at("draft", draft.pk)).content.decode()

    assert draft.state == DraftState.WRITING
    assert "第二段认得出是谁" in page


def test_of_two_who_sign_the_same_review_the_second_is_told(yunchuan):
    draft = desk.submitted(yunchuan, T0, grade=3)

    sign(yunchuan.lu, draft, place=0)
    said = sign(yunchuan.leader, draft, place=0)

    assert "该道审核已由他人签署" in said
    assert draft.signoff.signed == 1


def test_a_matter_that_became_graver_needs_the_further_reviewers(yunchuan):
    draft = desk.submitted(yunchuan, T0)
    incident = draft.answer.incident
    incident.grade = 3
    incident.save(update_fields=["grade"])

    said = sign(yunchuan.cheng, draft)

    assert "须增加审核人员" in said
    assert draft.state == DraftState.SUBMITTED


def test_what_was_approved_before_it_became_graver_does_not_go_out(yunchuan):
    draft = desk.approved(yunchuan, T0)
    incident = draft.answer.incident
    incident.grade = 3
    incident.save(update_fields=["grade"])

    said = signed_in(yunchuan.speaker).post(
        at("draft-publish", draft.pk), {"version": draft.revision}, follow=True
    )

    assert "请重新送审" in said.content.decode()


def test_a_review_that_waits_stands_on_the_desk_of_who_can_sign_it(yunchuan):
    grave = desk.submitted(yunchuan, T0, grade=3)

    mine = signed_in(yunchuan.lu).get(at("desk")).content.decode()
    sign(yunchuan.lu, grave)
    after = signed_in(yunchuan.lu).get(at("desk")).content.decode()

    assert at("approval", grave.signoff_id) in mine
    assert at("approval", grave.signoff_id) not in after


def on_duty(cast, officer, leader):
    wanted = PlannedShift(Span(T0 - HOUR, T0 + 8 * HOUR), officer, leader, "夜班")
    add_shifts(bureau=cast.bureau, wanted=[wanted], actor=cast.admin.audit_actor(), now=T0)


def test_the_page_of_readiness_says_what_cannot_be_signed_tonight(yunchuan):
    empty = signed_in(yunchuan.shen).get(at("rules-readiness")).content.decode()
    on_duty(yunchuan, yunchuan.lu, yunchuan.cheng)
    two = signed_in(yunchuan.shen).get(at("rules-readiness")).content.decode()
    on_duty(yunchuan, yunchuan.shen, yunchuan.leader)
    four = signed_in(yunchuan.shen).get(at("rules-readiness")).content.decode()

    assert "无法审签" in empty
    assert "较大舆情回应可审签" in two
    assert "重大舆情和含不予公开内容的回应无法审签：需 3 人，现有 2 人。" in two
    assert "重大舆情回应可审签" in four


# The lock of publishing -----------------------------------------------------------------------


def lock_of(officer, draft):
    draft.refresh_from_db()
    page = signed_in(officer).get(at("draft", draft.pk)).content.decode()
    return re.search(r"发布第 1 版.{0,300}?((?:还差|等|由新闻)[^<]*)<", page, re.DOTALL)[1]


def test_the_lock_of_publishing_names_the_reviews_that_are_missing(yunchuan):
    draft = desk.submitted(yunchuan, T0, grade=2)

    before = lock_of(yunchuan.window, draft)
    sign(yunchuan.lu, draft)
    after = lock_of(yunchuan.window, draft)

    assert "复核" in before
    assert "审定" in before
    assert "复核" not in after
    assert "审定" in after


def test_the_lock_names_the_unit_that_has_not_confirmed_to_whoever_looks(yunchuan):
    draft = desk.submitted(yunchuan, T0)
    missing = [RequiredConfirmation(yunchuan.waterworks, None)]
    with mock.patch.object(gates, "missing_confirmations", return_value=missing):
        before = lock_of(yunchuan.window, draft)
        sign(yunchuan.cheng, draft)
        after = lock_of(yunchuan.lu, draft)

    assert before.endswith(f"、{yunchuan.waterworks.name}的确认")
    assert after == f"等{yunchuan.waterworks.name}确认"
    assert lock_of(yunchuan.lu, draft) == "由新闻发言人发布"


def test_the_lock_says_that_the_matter_rose_after_its_reviews(yunchuan):
    draft = desk.submitted(yunchuan, T0)
    sign(yunchuan.cheng, draft)
    Incident.objects.filter(pk=draft.answer.incident_id).update(grade=3)

    assert "还差事件升级后要加的 2 道复核" in lock_of(yunchuan.window, draft)


def test_what_changed_since_the_version_that_the_reader_saw_last(yunchuan):
    draft = desk.submitted(yunchuan, T0)
    reader = signed_in(yunchuan.leader)
    first = reader.get(at("approval", draft.signoff_id)).content.decode()
    for hours in (1, 2):
        later = T0 + hours * HOUR
        return_draft(
            draft=draft,
            shown_hash=hash_of_content(content_of(draft)),
            reason="请改标题。",
            officer=yunchuan.cheng,
            now=later,
        )
        draft.refresh_from_db()
        edit_draft(
            draft=draft,
            revision=draft.revision,
            words=replace(desk.WORDS, title=f"关于来访登记的说明（改 {hours}）"),
            officer=yunchuan.window,
            now=later,
        )
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=later)
        draft.refresh_from_db()

    page = reader.get(at("approval", draft.signoff_id)).content.decode()
    again = reader.get(at("approval", draft.signoff_id)).content.decode()

    seen = localtime(T0).strftime("%m-%d %H:%M")
    last = localtime(T0 + HOUR).strftime("%m-%d %H:%M")
    assert "您上次查看" not in first
    assert f"与您上次查看的稿件（{seen} 送审）对比" in page
    assert f"与您上次查看的稿件（{seen} 送审）对比" in again
    assert f"与 {last} 送审稿对比" in page_of(yunchuan.cheng, draft)
