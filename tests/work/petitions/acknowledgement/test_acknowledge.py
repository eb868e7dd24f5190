"""签收: the unit acknowledges what was forwarded to it, signed in or behind its link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message, SignedLink
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.acknowledgement.actions.acknowledge import (
    acknowledge_by_link,
    acknowledge_petition,
)
from huiying.work.petitions.acknowledgement.unit_messages import PURPOSE
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from huiying.work.petitions.petitions.queries import narrow_petitions
from tests.factories import T0, make_cast
from tests.scenarios.petitions import forward, moved_to_accusations, registered, settled
from tests.work.casework.instructions.test_give import post_box
from tests.work.petitions.periods.steps import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def yunchuan():
    cast = make_cast("yunchuan", "云川区")
    post_box(cast, cast.reception, T0)
    return cast


@pytest.fixture
def claim(yunchuan):
    return forward(yunchuan, registered(yunchuan))


def acknowledge(cast, row, **more):
    given = {"officer": cast.window, "now": T0 + HOUR, **more}
    acknowledge_petition(petition=row, **given)


def give_back(cast, row):
    reason = {"objected": TODAY, "reason": "不属本科职权"}
    object_to_petition(petition=row, officer=cast.shen, now=T0 + HOUR, **reason)


def unacknowledged():
    return list(narrow_petitions(Petition.objects.all(), unacknowledged=True))


def test_an_officer_of_the_unit_acknowledges_it_once(yunchuan, claim):
    due, stage = claim.clock.due_at, claim.stage
    assert unacknowledged() == [claim]

    acknowledge(yunchuan, claim)

    row = Petition.objects.select_related("clock").get()
    assert (row.acknowledged_at, row.acknowledged_name) == (T0 + HOUR, "秦以安")
    assert (row.clock.due_at, row.stage) == (due, stage), "the law counts from the transfer"
    assert unacknowledged() == []
    assert AuditRecord.objects.get(verb="petition.acknowledged").data["unit"] == "来访接待科"
    with pytest.raises(Refused, match="已签收"):
        acknowledge(yunchuan, row)


def test_nobody_else_does(yunchuan, claim):
    for officer in (yunchuan.shen, yunchuan.water):
        with pytest.raises(Refused, match="仅承办单位"):
            acknowledge(yunchuan, claim, officer=officer)
    for officer in (yunchuan.lu, yunchuan.leader):
        with pytest.raises(PermissionDenied):
            acknowledge(yunchuan, claim, officer=officer)
    assert unacknowledged() == [claim]


def test_of_two_at_once_the_first_counts(yunchuan, claim):
    other = Petition.objects.select_related("competent").get(pk=claim.pk)
    acknowledge(yunchuan, claim)
    with pytest.raises(Stale):
        acknowledge(yunchuan, other)


def test_the_unit_hears_of_it_and_of_no_word_in_it(yunchuan, claim):
    message = Message.objects.get(about_kind="petition")
    assert message.subject == f"【信访转办 {claim.number}】申诉求决"
    assert f"请来访接待科签收并办理信访事项 {claim.number}。" in message.body
    assert claim.title not in message.subject + message.body
    assert "排队" not in message.body


def test_behind_its_link_under_the_name_that_was_typed(yunchuan, claim):
    link = SignedLink.objects.get(purpose=PURPOSE)
    with pytest.raises(Refused, match="请填写姓名"):
        acknowledge_by_link(link=link, petition=claim, name=" ", now=T0)

    acknowledge_by_link(link=link, petition=claim, name="陈一鸣", now=T0)

    row = Petition.objects.get()
    assert (row.acknowledged_by, row.acknowledged_name) == (None, "陈一鸣（通过链接）")
    assert AuditRecord.objects.filter(verb="link.used").count() == 1


def test_a_link_of_another_petition_or_unit_acknowledges_nothing(yunchuan, claim):
    other = forward(yunchuan, registered(yunchuan))
    link = SignedLink.objects.get(about_ref=other.number)
    with pytest.raises(Refused, match="链接与信访事项不符"):
        acknowledge_by_link(link=link, petition=claim, name="陈一鸣", now=T0)
    give_back(yunchuan, other)
    forward(yunchuan, other, unit=yunchuan.waterworks, now=T0 + HOUR)
    with pytest.raises(Refused, match="链接与信访事项不符"):
        acknowledge_by_link(link=link, petition=other, name="陈一鸣", now=T0)


def test_the_next_unit_acknowledges_anew_and_the_links_of_the_first_end(yunchuan, claim):
    acknowledge(yunchuan, claim)
    give_back(yunchuan, claim)
    row = Petition.objects.get()
    assert (row.acknowledged_at, row.acknowledged_name) == (None, "")
    assert SignedLink.objects.filter(revoked_at__isnull=True).count() == 0

    forward(yunchuan, row, unit=yunchuan.waterworks, now=T0 + HOUR)

    assert unacknowledged() == [row]
    acknowledge(yunchuan, row, officer=yunchuan.water)
    assert Petition.objects.get().acknowledged_by == yunchuan.water


def test_what_is_answered_waits_for_no_receipt(yunchuan):
    row = settled(yunchuan)
    assert unacknowledged() == []
    with pytest.raises(Refused, match="已答复"):
        acknowledge(yunchuan, row)


def test_an_accusation_leaves_no_link_behind(yunchuan, claim):
    acknowledge(yunchuan, claim)
    moved_to_accusations(yunchuan, claim, now=T0 + HOUR)
    row = Petition.objects.get()
    assert (row.stage, row.acknowledged_at) == (PetitionStage.ERASED, None)
    assert not SignedLink.objects.filter(revoked_at__isnull=True).exists()
    assert not Message.objects.filter(about_kind="petition", state="QUEUED").exists()


def test_the_database_keeps_the_signature_while_it_is_that_units(yunchuan, claim):
    acknowledge(yunchuan, claim)
    rows = Petition.objects.filter(pk=claim.pk)
    for change in ({"acknowledged_at": None}, {"acknowledged_by": yunchuan.water}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
