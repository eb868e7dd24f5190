"""催办: the office reminds the unit; and the periods remind it before they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.outbox.models import Message, SignedLink
from huiying.jobs.clocks import ladder
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.acknowledgement.actions.acknowledge import acknowledge_petition
from huiying.work.petitions.acknowledgement.actions.remind import remind_of_petition
from tests.factories import T0, make_cast
from tests.scenarios.petitions import forward, registered, settled
from tests.work.casework.instructions.test_give import post_box

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def yunchuan():
    return make_cast("yunchuan", "云川区")


@pytest.fixture
def claim(yunchuan):
    post_box(yunchuan, yunchuan.reception, T0)
    return forward(yunchuan, registered(yunchuan))


def remind(cast, row, **more):
    return remind_of_petition(petition=row, **{"officer": cast.shen, "now": T0, **more})


def reminders():
    return list(Message.objects.filter(key__contains=":reminder:").order_by("pk"))


def test_the_unit_hears_of_it_with_a_fresh_link_and_without_a_word_of_it(yunchuan, claim):
    before = SignedLink.objects.count()

    assert remind(yunchuan, claim) == 1

    [message] = reminders()
    assert message.subject == f"【催办 {claim.number}】申诉求决"
    assert f"请来访接待科尽快签收并办理信访事项 {claim.number}。" in message.body
    assert claim.title not in message.subject + message.body
    assert SignedLink.objects.count() == before + 1
    assert AuditRecord.objects.get(verb="petition.reminded").data == {"unit": "来访接待科"}


def test_one_that_was_acknowledged_is_asked_for_alone(yunchuan, claim):
    acknowledge_petition(petition=claim, officer=yunchuan.window, now=T0)
    remind(yunchuan, claim)
    assert f"请来访接待科尽快办理信访事项 {claim.number}。" in reminders()[0].body


def test_not_again_within_five_minutes(yunchuan, claim):
    remind(yunchuan, claim)
    with pytest.raises(Refused, match="5 分钟内"):
        remind(yunchuan, claim, now=T0 + 4 * MINUTE)
    remind(yunchuan, claim, now=T0 + 6 * MINUTE)
    assert len(reminders()) == 2


def test_only_who_handles_petitions_reminds_and_only_a_unit_that_has_one(yunchuan, claim):
    for officer in (yunchuan.window, yunchuan.leader, yunchuan.speaker):
        with pytest.raises(PermissionDenied):
            remind(yunchuan, claim, officer=officer)
    for row in (registered(yunchuan), settled(yunchuan)):
        with pytest.raises(Refused, match="无须催办"):
            remind(yunchuan, row)
    assert not reminders()


def test_a_unit_without_a_channel_is_called(yunchuan):
    row = forward(yunchuan, registered(yunchuan))
    with pytest.raises(Refused, match="请电话催办"):
        remind(yunchuan, row)


@pytest.mark.parametrize("kind", [PetitionKind.CLAIM, PetitionKind.QUESTION])
def test_the_period_reminds_the_unit_before_it_ends(yunchuan, kind):
    post_box(yunchuan, yunchuan.reception, T0)
    row = forward(yunchuan, registered(yunchuan, kind=kind))
    clock = Clock.objects.get(pk=row.clock_id)
    Message.objects.all().delete()
    length = clock.due_at - clock.starts_at

    ladder.turn(clock.starts_at + length * 0.3)
    early = Message.objects.count()
    ladder.turn(clock.due_at - length * 0.05)

    message = Message.objects.filter(about_ref=row.number).latest("pk")
    assert early == 0
    assert row.number in message.subject
    assert row.title not in message.subject + message.body
    assert message.channel.unit == yunchuan.reception
