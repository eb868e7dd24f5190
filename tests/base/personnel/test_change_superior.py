"""A superior body is changed in sight, and goes out of use by two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.outbox.queries import standing_alarms
from huiying.base.personnel.actions.change_superior import SUPERIOR_KIND, change_superior
from tests.factories import T0

pytestmark = pytest.mark.django_db
CITY = SuperiorFacts(
    name="市信访局", kind="PETITIONS", matters="重大舆情", way="电话", phone="0000-8260001"
)
WHY = "机构改革后不再接收报送"


@pytest.fixture
def city(yunchuan):
    actor = yunchuan.admin.audit_actor()
    return add_superior(bureau=yunchuan.bureau, facts=CITY, actor=actor, now=T0)


def change(cast, row, *, active=True, reason=WHY, **changed):
    return change_superior(
        superior=row,
        facts=replace(CITY, **changed),
        active=active,
        reason=reason,
        shown_revision=row.revision,
        by=cast.admin,
        now=T0,
    )


def test_another_telephone_or_way_counts_at_once_and_is_recorded_and_told(yunchuan, city):
    assert change(yunchuan, city, way="传真", phone="0000-8260009") is None

    data = AuditRecord.objects.get(verb="superior.changed").data
    assert (data["before"]["way"], data["after"]["way"]) == ("电话", "传真")
    assert (data["before"]["phone"], data["after"]["phone"]) == ("0001", "0009")
    assert "市信访局" in standing_alarms(yunchuan.bureau.pk).get().text


def test_it_stays_in_use_until_a_second_person_signs(yunchuan, city):
    asked = change(yunchuan, city, active=False)
    city.refresh_from_db()
    assert city.active

    shown = SUPERIOR_KIND.content_hash(asked)
    with pytest.raises(Refused, match="起草人、送审人"):
        SUPERIOR_KIND.approve(asked, shown_hash=shown, officer=yunchuan.admin, now=T0)
    SUPERIOR_KIND.approve(asked, shown_hash=shown, officer=yunchuan.leader, now=T0)

    city.refresh_from_db()
    assert not city.active
    assert (
        AuditRecord.objects.filter(verb="superior.changed")
        .latest("seq")
        .data["after"]["active"]
        is False
    )


def test_it_is_returned_with_a_reason_and_stays(yunchuan, city):
    asked = change(yunchuan, city, active=False)
    shown = SUPERIOR_KIND.content_hash(asked)
    SUPERIOR_KIND.send_back(
        asked, reason="仍须报送", shown_hash=shown, officer=yunchuan.leader, now=T0
    )

    city.refresh_from_db()
    assert city.active
    assert AuditRecord.objects.get(verb="setting.change_returned").data["reason"] == "仍须报送"


def test_without_a_reason_nothing_is_asked_for(yunchuan, city):
    with pytest.raises(Refused, match="至少 8 个字"):
        change(yunchuan, city, active=False, reason="x")
