"""Drafting a letter: what the law wants in it, who may write it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Unit
from huiying.base.errors import Classified, Refused, Stale
from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, may_draft
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.queries import draft_of, replies_for_sender
from tests.factories import T0
from tests.scenarios.petitions import OPINION, accepted, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def write(petition, draft, officer, **more):
    return draft_reply(petition=petition, draft=draft, officer=officer, now=T0, **more)


def test_the_unit_drafts_and_nobody_outside_reads_it(yunchuan):
    petition = accepted(yunchuan)
    assert may_draft(yunchuan.window, petition, T0)
    assert not may_draft(yunchuan.water, petition, T0)
    reply = write(petition, OPINION, yunchuan.window)
    assert reply.unit == yunchuan.reception
    assert reply not in replies_for_sender(petition)


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        ("claim", "投诉请求"),
        ("facts", "事实和理由"),
        ("text", "处理意见"),
        ("basis", "法律法规依据"),
        ("outcome", "支持"),
    ],
)
def test_an_opinion_lacks_nothing_that_the_law_wants(yunchuan, empty, words):
    petition = accepted(yunchuan)
    draft = replace(OPINION, **{empty: None if empty == "outcome" else " "})
    with pytest.raises(Refused, match=words):
        write(petition, draft, yunchuan.window)


@pytest.mark.parametrize("days", [None, 0, 31])
def test_more_time_is_at_most_thirty_days(yunchuan, days):
    petition = accepted(yunchuan)
    draft = ReplyDraft(
        ReplyKind.EXTENSION, text="需要鉴定。", facts="涉及三个单位。", days=days
    )
    with pytest.raises(Refused, match="30"):
        write(petition, draft, yunchuan.lu)


def test_more_time_is_asked_only_where_it_says_what_is_complicated(yunchuan):
    petition = accepted(yunchuan)
    draft = ReplyDraft(ReplyKind.EXTENSION, text="需要鉴定。", days=10)
    with pytest.raises(Refused, match="情况复杂"):
        write(petition, draft, yunchuan.lu)


def test_names_are_masked_and_classified_texts_leave_nothing(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    reply = write(petition, ReplyDraft(ReplyKind.ANSWER, text="请打13800138000。"), yunchuan.lu)
    assert "13800138000" not in reply.text
    with pytest.raises(Classified):
        write(petition, ReplyDraft(ReplyKind.ANSWER, text="机密★10年"), yunchuan.lu)


def test_a_new_draft_takes_the_place_of_the_one_before(yunchuan):
    petition = accepted(yunchuan)
    first = write(petition, OPINION, yunchuan.window)
    second = write(petition, OPINION, yunchuan.lu, revision=first.revision)
    assert draft_of(petition) == second
    assert PetitionReply.objects.filter(superseded_at__isnull=False).get() == first


def test_who_saw_an_older_draft_replaces_nothing(yunchuan):
    petition = accepted(yunchuan)
    write(petition, OPINION, yunchuan.window)
    with pytest.raises(Stale):
        write(petition, OPINION, yunchuan.lu, revision=7)


def test_before_registration_there_is_no_letter(yunchuan):
    petition = submit(yunchuan, kind=PetitionKind.QUESTION).row
    with pytest.raises(Refused):
        write(petition, ReplyDraft(ReplyKind.ANSWER, text="可以。"), yunchuan.shen)


def test_another_unit_and_a_reader_write_nothing(yunchuan):
    petition = accepted(yunchuan)
    for officer in (yunchuan.water, yunchuan.speaker, yunchuan.auditor, yunchuan.leader):
        with pytest.raises(PermissionDenied):
            write(petition, OPINION, officer)


def test_a_letter_names_the_telephone_of_an_office_and_of_nobody_else(yunchuan):
    Unit.objects.filter(pk=yunchuan.reception.pk).update(phone="0471-6512345")
    text = "联系来访接待科，电话 0471-6512345；李某的手机 13800138000。"
    reply = write(
        registered(yunchuan, kind=PetitionKind.QUESTION),
        ReplyDraft(ReplyKind.ANSWER, text=text),
        yunchuan.lu,
    )
    assert "0471-6512345" in reply.text
    assert "13800138000" not in reply.text
