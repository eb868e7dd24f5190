"""One answer to many who ask the same: each gets a letter of its own, with proof."""

from __future__ import annotations

from time import process_time

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.replies.actions.answer_many import answer_many, sign_alike
from huiying.work.petitions.replies.actions.draft import reply_hash
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery
from tests.factories import T0
from tests.scenarios.petitions import register, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
TEXT = "经核实，来访登记不需要先撤帖。联系电话 0471-1234567。"
MANY = 47
SECONDS = 5


def tell(petitions, officer, text=TEXT):
    return answer_many(petitions=petitions, text=text, basis="", officer=officer, now=T0)


def test_forty_seven_are_told_in_five_seconds_of_the_processor_each_with_proof(yunchuan):
    rows = [registered(yunchuan, kind=PetitionKind.QUESTION) for _n in range(MANY)]

    start = process_time()
    result = tell(rows, yunchuan.shen)
    first = PetitionReply.objects.earliest("pk")
    signed = sign_alike(first, shown_hash=reply_hash(first), officer=yunchuan.lu, now=T0)
    took = process_time() - start

    assert len(result.answered) == len(signed.answered) == MANY
    assert took < SECONDS
    assert ReplyDelivery.objects.count() == MANY
    assert set(Petition.objects.values_list("stage", flat=True)) == {PetitionStage.ANSWERED}


def test_a_claim_an_unread_one_and_a_lowered_one_are_left_with_the_reason(yunchuan):
    asked = registered(yunchuan, kind=PetitionKind.QUESTION)
    claim = registered(yunchuan)
    unread = submit(yunchuan, kind=PetitionKind.QUESTION).row
    lowered = register(yunchuan, submit(yunchuan).row, kind=PetitionKind.QUESTION)

    result = tell([asked, claim, unread, lowered], yunchuan.shen)

    assert result.answered == (asked.number,)
    assert [number for number, _why in result.left] == [
        claim.number,
        unread.number,
        lowered.number,
    ]
    assert all(why for _number, why in result.left)


def test_who_wrote_the_many_answers_signs_none_of_them(yunchuan):
    rows = [registered(yunchuan, kind=PetitionKind.QUESTION) for _n in range(2)]
    tell(rows, yunchuan.shen)
    first = PetitionReply.objects.earliest("pk")

    done = sign_alike(first, shown_hash=reply_hash(first), officer=yunchuan.shen, now=T0)

    assert done.answered == ()
    assert all("起草人" in why for _number, why in done.left)
    assert set(Petition.objects.values_list("stage", flat=True)) == {PetitionStage.REGISTERED}


def test_letters_of_other_words_are_not_signed_with_them(yunchuan):
    rows = [registered(yunchuan, kind=PetitionKind.QUESTION) for _n in range(2)]
    tell(rows[:1], yunchuan.shen)
    tell(rows[1:], yunchuan.shen, "请到窗口办理。")
    first = PetitionReply.objects.earliest("pk")

    done = sign_alike(first, shown_hash=reply_hash(first), officer=yunchuan.lu, now=T0)

    assert done.answered == (rows[0].number,)
    with pytest.raises(Stale):
        sign_alike(first, shown_hash=reply_hash(first), officer=yunchuan.lu, now=T0)


def test_sent_twice_it_answers_nobody_twice(yunchuan):
    rows = [registered(yunchuan, kind=PetitionKind.QUESTION)]
    tell(rows, yunchuan.shen)
    assert tell(rows, yunchuan.shen).answered == ()


def test_no_text_no_petition_and_too_many_are_refused(yunchuan):
    row = registered(yunchuan, kind=PetitionKind.QUESTION)
    for rows, text in (([], TEXT), ([row], " "), ([row] * 201, TEXT)):
        with pytest.raises(Refused):
            tell(rows, yunchuan.shen, text)


def test_a_unit_answers_many_never(yunchuan):
    row = registered(yunchuan, kind=PetitionKind.QUESTION)
    with pytest.raises(PermissionDenied):
        tell([row], yunchuan.window)
