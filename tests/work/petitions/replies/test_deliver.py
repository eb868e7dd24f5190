"""Proof that a letter arrived: by post, by telephone, in person, or opened by the code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.policy.petitions.deliveries import DeliveryWay
from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.petitions.replies.actions.deliver import (
    DeliveryInput,
    note_reply_opened,
    record_reply_delivery,
)
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply
from tests.factories import T0
from tests.scenarios.petitions import registered, signed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
ANSWER = ReplyDraft(ReplyKind.ANSWER, text="经核实，来访登记不需要先撤帖。")
LATER = T0 + timedelta(hours=2)


@pytest.fixture
def petition(yunchuan):
    return registered(yunchuan, kind=PetitionKind.QUESTION)


def deliver(reply, officer, way=DeliveryWay.POST, at=LATER, proof="挂号信 XA123"):
    row = DeliveryInput(way, at, proof)
    return record_reply_delivery(reply=reply, delivery=row, officer=officer, now=LATER)


def test_a_letter_by_post_names_its_proof(yunchuan, petition):
    reply = signed(yunchuan, petition, ANSWER)
    row = deliver(reply, yunchuan.lu)
    assert (row.way, row.proof, row.by) == (DeliveryWay.POST, "挂号信 XA123", yunchuan.lu)


@pytest.mark.parametrize(
    "wrong",
    [
        {"proof": " "},
        {"at": T0 - timedelta(minutes=1)},
        {"at": LATER + timedelta(minutes=1)},
        {"way": DeliveryWay.PAGE},
    ],
)
def test_what_proves_nothing_is_refused(yunchuan, petition, wrong):
    reply = signed(yunchuan, petition, ANSWER)
    with pytest.raises(Refused):
        deliver(reply, yunchuan.lu, **wrong)


def test_a_draft_was_delivered_to_nobody(yunchuan, petition):
    reply = draft_reply(petition=petition, draft=ANSWER, officer=yunchuan.lu, now=T0)
    with pytest.raises(Refused, match="尚未签发"):
        deliver(reply, yunchuan.lu)


def test_another_unit_records_nothing(yunchuan, petition):
    reply = signed(yunchuan, petition, ANSWER)
    with pytest.raises(PermissionDenied):
        deliver(reply, yunchuan.water)


def test_the_first_opening_is_kept(yunchuan, petition):
    reply = signed(yunchuan, petition, ANSWER)
    assert note_reply_opened(reply=reply, now=LATER)
    assert not note_reply_opened(reply=reply, now=LATER + timedelta(days=1))
    reply.refresh_from_db()
    assert reply.seen_at == LATER
