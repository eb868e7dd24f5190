"""Receiving an accusation: a restricted record, no number in a row, the same ticket once."""

from __future__ import annotations

import pytest

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import AuditRecord, DayHead
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.petitions.accusations.actions.receive import receive_accusation
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.submit import (
    refuse_second_ticket,
    submit_petition,
)
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, accuse, original
from tests.work.petitions.accusations.steps import DAY, verbs_of

pytestmark = pytest.mark.django_db


def test_the_record_of_the_bureau_does_not_know_of_it(yunchuan):
    before = list(AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).values())

    row = accuse(yunchuan, with_file=True)

    assert list(AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).values()) == before
    assert verbs_of(row) == ["accusation.received"]


def test_no_public_head_is_frozen_of_the_restricted_chain(yunchuan):
    accuse(yunchuan)

    freeze_day_heads(T0 + DAY)

    assert {head.bureau_ref for head in DayHead.objects.all()} == {yunchuan.bureau.pk}


def test_two_numbers_have_nothing_in_common(yunchuan):
    first, second = accuse(yunchuan).number, accuse(yunchuan).number
    assert first != second
    assert first[:4] == "JB-" + first[3]


def ticket(text, number="G2026-1"):
    return Submission(
        original(text), PetitionKind.CLAIM, PetitionChannel.HOTLINE, T0, outside_number=number
    )


def test_the_same_ticket_is_refused_as_any_other(yunchuan):
    submit_petition(bureau=yunchuan.bureau, submission=ticket(ACCUSING_TEXT), now=T0)
    submit_petition(bureau=yunchuan.bureau, submission=ticket("路灯不亮", "G2"), now=T0)

    said = []
    for again in (ticket(ACCUSING_TEXT), ticket("路灯不亮", "G2")):
        with pytest.raises(Refused) as refused:
            submit_petition(bureau=yunchuan.bureau, submission=again, now=T0)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_it_is_received_by_the_one_way_in(yunchuan):
    submission = ticket(ACCUSING_TEXT)
    refuse_second_ticket(yunchuan.bureau.pk, submission)
    row = receive_accusation(
        bureau=yunchuan.bureau, submission=submission, code="", officer=None, now=T0
    )
    assert row.ticket_digest
    assert "G2026-1" not in str(vars(row))
