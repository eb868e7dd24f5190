"""An agency's office is registered without a name, changed, and kept no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.casework.liaison.actions.register_desk import (
    DeskInput,
    add_desk,
    change_desk,
)
from huiying.work.casework.liaison.models import LiaisonDesk
from tests.factories import T0

pytestmark = pytest.mark.django_db
CONTACT = DeskInput("水质科", "0591-8880 转 12", "停水、水质")
WRONG = pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"office": "联系人张伟"}, "不得写人名"),
        ({"office": " "}, "请写明科室或岗位"),
        ({"duty_line": "12"}, "值班电话"),
        ({"duty_line": "0591-8880 找老王"}, "值班电话"),
    ],
)


def add(cast, unit=None, **changed):
    contact = replace(CONTACT, **changed)
    unit = unit or cast.waterworks
    return add_desk(unit=unit, contact=contact, officer=cast.shen, now=T0)


def change(cast, desk, *, active=True, revision=None, **changed):
    return change_desk(
        desk=desk,
        contact=replace(CONTACT, **changed),
        active=active,
        officer=cast.shen,
        now=T0,
        revision=revision,
    )


@pytest.mark.clause("9a")
def test_an_office_has_a_clock_until_the_first_talk(yunchuan):
    desk = add(yunchuan, duty_line=" 0591-8880  转 12 ")

    assert (desk.number, desk.office, desk.duty_line) == (
        "L2026-0001",
        "水质科",
        "0591-8880 转 12",
    )
    assert (desk.clock.state, desk.clock.starts_at) == (ClockState.RUNNING, T0)
    assert AuditRecord.objects.get(verb="liaison.added").ref == desk.number


@WRONG
def test_an_office_is_no_person_and_has_a_phone(yunchuan, wrong, why):
    with pytest.raises(Refused, match=why):
        add(yunchuan, **wrong)
    assert not LiaisonDesk.objects.exists()
    desk = add(yunchuan)

    with pytest.raises(Refused, match=why):
        change(yunchuan, desk, **wrong)

    desk.refresh_from_db()
    assert (desk.office, desk.duty_line) == (CONTACT.office, CONTACT.duty_line)


def test_an_office_is_of_an_agency_of_the_own_bureau(yunchuan, linxi):
    for unit in (yunchuan.reception, yunchuan.online, linxi.waterworks):
        with pytest.raises(Refused, match="联络单位须属于外单位"):
            add(yunchuan, unit)


def test_an_office_is_registered_once(yunchuan):
    add(yunchuan)
    other = add(yunchuan, office="调度室")

    with pytest.raises(Refused, match="该联络单位已登记"):
        add(yunchuan)
    with pytest.raises(Refused, match="该联络单位已登记"):
        change(yunchuan, other)


def test_an_office_that_is_kept_no_longer_has_no_clock_until_it_is_again(yunchuan):
    desk = add(yunchuan)
    clock = desk.clock

    change(yunchuan, desk, active=False)

    clock.refresh_from_db()
    assert (desk.active, desk.clock, clock.state) == (False, None, ClockState.CANCELLED)
    assert AuditRecord.objects.latest("seq").verb == "liaison.ended"

    change(yunchuan, desk)

    assert (desk.active, desk.clock.state) == (True, ClockState.RUNNING)
    assert AuditRecord.objects.latest("seq").verb == "liaison.changed"


def test_of_two_who_change_an_office_the_second_is_refused(yunchuan):
    desk = add(yunchuan)
    seen = desk.revision
    change(yunchuan, desk, duty_line="0591-8881", revision=seen)

    with pytest.raises(Stale, match="联络单位已被他人更新"):
        change(yunchuan, desk, office="调度室", revision=seen)

    desk.refresh_from_db()
    assert (desk.office, desk.duty_line) == ("水质科", "0591-8881")
