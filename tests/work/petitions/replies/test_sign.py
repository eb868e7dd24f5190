"""Signing a letter: what it ends or begins, and what one person cannot do alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.models import Delegation
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.deliveries import DeliveryWay
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, ReplyKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_EXTENSION
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, decide_reply, sign_reply
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.queries import replies_for_sender
from tests.factories import T0
from tests.scenarios.petitions import (
    OPINION,
    accepted,
    forward,
    register,
    registered,
    signed,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
ANSWER = ReplyDraft(ReplyKind.ANSWER, text="经核实，来访登记不需要先撤帖。")
REFUSAL = ReplyDraft(
    ReplyKind.REFUSAL,
    text="该事项正在诉讼中。",
    basis="《信访工作条例》第三十一条",
    ways="请向受理法院反映。",
)
MORE_TIME = ReplyDraft(
    ReplyKind.EXTENSION, text="需要鉴定。", facts="涉及三个单位，须委托鉴定。", days=20
)


def drafted(cast, petition, draft, officer=None):
    return draft_reply(petition=petition, draft=draft, officer=officer or cast.lu, now=T0)


def ask(reply, officer):
    return sign_reply(reply=reply, shown_hash=reply_hash(reply), officer=officer, now=T0)


def approve(reply, officer):
    decide_reply(
        reply,
        approve=True,
        reason="",
        shown_hash=reply_hash(reply),
        officer=officer,
        now=T0,
    )


def test_the_answer_to_a_question_is_signed_by_who_did_not_draft_it(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)

    reply = signed(yunchuan, petition, ANSWER)

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.ANSWERED
    assert petition.clock.state == "MET"
    assert list(replies_for_sender(petition)) == [reply]
    assert [one.way for one in reply.deliveries.all()] == [DeliveryWay.PAGE]


def test_who_drafts_an_answer_does_not_sign_it(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    denial = ReplyDraft(ReplyKind.ANSWER, text="不予办理。")
    reply = drafted(yunchuan, petition, denial, yunchuan.lu)

    assert ask(reply, yunchuan.lu) is not None

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.REGISTERED
    assert petition.clock.state == "RUNNING"
    with pytest.raises(Refused, match="起草人"):
        approve(reply, yunchuan.lu)
    approve(reply, yunchuan.shen)
    petition.refresh_from_db()
    assert petition.stage == PetitionStage.ANSWERED


def test_who_stands_in_for_the_author_signs_no_answer_alone(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    reply = drafted(yunchuan, petition, ANSWER, yunchuan.lu)
    Officer.objects.filter(pk=yunchuan.shen.pk).update(
        password_reset_at=T0, password_reset_by=yunchuan.lu
    )
    assert ask(reply, Officer.objects.get(pk=yunchuan.shen.pk)) is not None


def test_who_forwarded_a_claim_does_not_accept_it_by_his_own_letter(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    reply = drafted(yunchuan, petition, ReplyDraft(ReplyKind.ACCEPTANCE), yunchuan.shen)

    with pytest.raises(Refused, match="转送、交办的人不得登记受理"):
        ask(reply, yunchuan.shen)

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.FORWARDED


def test_an_acceptance_begins_the_sixty_days_and_says_until_when(yunchuan):
    petition = accepted(yunchuan)
    [reply] = replies_for_sender(petition)
    assert petition.stage == PetitionStage.ACCEPTED
    assert petition.clock.rule_code == PETITION_DECISION
    assert reply.until is not None


def test_an_opinion_by_two_ends_the_petition(yunchuan):
    petition = accepted(yunchuan)

    reply = signed(yunchuan, petition, OPINION)

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.ANSWERED
    assert reply.signed_by == yunchuan.leader


@pytest.mark.parametrize("draft", [OPINION, MORE_TIME])
def test_one_officer_alone_neither_decides_nor_extends(yunchuan, draft):
    petition = accepted(yunchuan)
    before = petition.clock.due_at
    reply = drafted(yunchuan, petition, draft, yunchuan.shen)

    assert ask(reply, yunchuan.shen) is not None

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.ACCEPTED
    assert petition.clock.due_at == before
    assert reply not in replies_for_sender(petition)
    with pytest.raises(PermissionDenied):
        approve(reply, yunchuan.shen)


def test_one_officer_alone_refuses_nothing(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    reply = drafted(yunchuan, petition, REFUSAL, yunchuan.shen)
    ask(reply, yunchuan.shen)
    petition.refresh_from_db()
    assert petition.stage == PetitionStage.FORWARDED

    approve(reply, yunchuan.leader)

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.REFUSED


def test_who_calls_a_claim_a_question_does_not_answer_it_alone(yunchuan):
    petition = submit(yunchuan, kind=PetitionKind.CLAIM).row
    register(yunchuan, petition, kind=PetitionKind.QUESTION)
    reply = drafted(yunchuan, petition, ANSWER)

    assert ask(reply, yunchuan.shen) is not None

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.REGISTERED


def test_a_claim_is_not_ended_by_a_plain_answer(yunchuan):
    petition = accepted(yunchuan)
    with pytest.raises(Refused, match="不能出具"):
        drafted(yunchuan, petition, ANSWER)


def test_who_stands_in_for_who_asked_does_not_sign(yunchuan):
    petition = accepted(yunchuan)
    reply = drafted(yunchuan, petition, OPINION)
    Delegation.objects.create(
        bureau=yunchuan.bureau,
        principal=yunchuan.shen,
        delegate=yunchuan.leader,
        role="office",
        from_at=T0 - timedelta(days=1),
        until_at=T0 + timedelta(days=1),
        made_by=yunchuan.shen,
        made_at=T0 - timedelta(days=1),
    )
    ask(reply, yunchuan.shen)
    with pytest.raises(Refused, match="代行"):
        approve(reply, yunchuan.leader)


def test_more_time_counts_from_the_end_of_the_sixty_days(yunchuan):
    petition = accepted(yunchuan)
    end = petition.clock.due_at

    reply = signed(yunchuan, petition, MORE_TIME)

    petition.refresh_from_db()
    assert petition.clock.rule_code == PETITION_EXTENSION
    assert petition.clock.due_at > end
    assert reply.until is not None


def test_a_leader_sends_a_letter_back_with_a_reason(yunchuan):
    petition = accepted(yunchuan)
    reply = drafted(yunchuan, petition, OPINION)
    ask(reply, yunchuan.shen)

    REPLY_KIND.send_back(
        reply,
        reason="请写明窗口何时增开",
        shown_hash=reply_hash(reply),
        officer=yunchuan.leader,
        now=T0,
    )

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.ACCEPTED
    assert AuditRecord.objects.filter(verb="petition_reply.returned").exists()


def test_a_changed_draft_is_not_signed_by_who_saw_the_one_before(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    reply = drafted(yunchuan, petition, ANSWER)
    shown = reply_hash(reply)
    drafted(yunchuan, petition, ReplyDraft(ReplyKind.ANSWER, text="另一答复。"))
    reply.refresh_from_db()
    with pytest.raises(Stale):
        sign_reply(reply=reply, shown_hash=shown, officer=yunchuan.shen, now=T0)


def test_a_petition_settled_meanwhile_gets_no_second_answer(yunchuan):
    petition = accepted(yunchuan)
    reply = drafted(yunchuan, petition, OPINION)
    ask(reply, yunchuan.shen)
    type(petition).objects.filter(pk=petition.pk).update(stage=PetitionStage.WITHDRAWN)
    reply = PetitionReply.objects.select_related("petition").get(pk=reply.pk)
    with pytest.raises(Refused, match="不能出具"):
        approve(reply, yunchuan.leader)


@pytest.mark.parametrize("field", ["text", "signed_at", "number"])
def test_the_database_refuses_to_change_a_signed_letter(yunchuan, field):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    reply = signed(yunchuan, petition, ANSWER)
    other = T0 + timedelta(days=1) if field == "signed_at" else "改"
    with pytest.raises(DatabaseError), transaction.atomic():
        PetitionReply.objects.filter(pk=reply.pk).update(**{field: other})
