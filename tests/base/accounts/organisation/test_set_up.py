"""Bureau, units and officers are set up, each step on the record."""

import pytest

from huiying.base.accounts.core.models import Bureau, Unit
from huiying.base.accounts.organisation.actions.set_up import (
    add_bureau,
    add_officer,
    add_unit,
    edit_unit,
)
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from tests.factories import PASSWORD, T0


@pytest.mark.clause("3a")
def test_the_cast_has_the_roles_of_the_leading_group(yunchuan):
    assert may(yunchuan.cheng, Capability.APPROVE)
    assert not may(yunchuan.lu, Capability.APPROVE)
    assert may(yunchuan.lu, Capability.TRIAGE)


def test_every_step_of_the_set_up_is_in_the_record(yunchuan):
    result = verify(bureau_id=yunchuan.bureau.pk)

    assert result.holds
    assert result.records == 1 + 4 + 10


def test_a_weak_password_is_refused(yunchuan, now):
    with pytest.raises(Refused, match="口令"):
        add_officer(
            bureau=yunchuan.bureau,
            username="weak",
            name="弱",
            password="12345",
            roles=frozenset({Role.DUTY_OFFICER}),
            actor=yunchuan.admin.audit_actor(),
            now=now,
        )


def test_an_officer_cannot_be_put_into_a_unit_of_another_bureau(yunchuan, linxi, now):
    with pytest.raises(Refused, match="不属于本局"):
        add_officer(
            bureau=yunchuan.bureau,
            username="stray",
            name="迷",
            password=PASSWORD,
            roles=frozenset({Role.DUTY_OFFICER}),
            unit=linxi.office,
            actor=yunchuan.admin.audit_actor(),
            now=now,
        )


def test_a_role_that_needs_two_is_not_given_with_the_account(yunchuan, now):
    with pytest.raises(Refused, match="第二人签署"):
        add_officer(
            bureau=yunchuan.bureau,
            username="fast",
            name="快",
            password=PASSWORD,
            roles=frozenset({Role.AUDITOR}),
            actor=yunchuan.admin.audit_actor(),
            now=now,
        )


def test_a_password_that_somebody_else_typed_is_to_be_changed(yunchuan, now):
    officer = add_officer(
        bureau=yunchuan.bureau,
        username="new",
        name="新",
        password=PASSWORD,
        roles=frozenset({Role.MEMBER}),
        temporary=True,
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )

    assert officer.must_change_password


def unit(cast, **changed):
    values = {"name": "督查科", "kind": "SECTION", "duties": "督办积案。"}
    return add_unit(bureau=cast.bureau, actor=MACHINE, now=T0, **(values | changed))


def test_a_bureau_begins_its_own_chain_of_records_and_its_short_name_is_used_once(db):
    bureau = add_bureau(slug="new", name="新区信访局", district="新区", actor=MACHINE, now=T0)

    with pytest.raises(Refused, match="已被使用"):
        add_bureau(slug="new", name="另一个", district="新区", actor=MACHINE, now=T0)

    record = AuditRecord.objects.get(bureau_ref=bureau.pk)
    assert (record.seq, record.verb, bureau.sandbox) == (1, "bureau.made", False)
    assert Bureau.objects.get(slug="new").name == "新区信访局"


def test_a_unit_is_added_under_a_name_that_its_bureau_has_not_used(yunchuan, linxi):
    added = unit(yunchuan, name=" 督查科 ")

    with pytest.raises(Refused, match="本局已有“督查科”"):
        unit(yunchuan)
    with pytest.raises(Refused, match="请填写单位名称"):
        unit(yunchuan, name=" ")

    assert (added.name, added.active, added.is_office) == ("督查科", True, False)
    assert unit(linxi).bureau == linxi.bureau
    records = AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk)
    assert records.latest("seq").verb == "unit.added"


def edit(unit, **changed):
    shown = {"name": unit.name, "kind": unit.kind, "duties": unit.duties, "active": True}
    edit_unit(unit=unit, actor=MACHINE, now=T0, **(shown | changed))
    unit.refresh_from_db()


def test_a_unit_is_changed_and_stays_the_office_unless_it_is_said(yunchuan):
    edit(yunchuan.office, duties=" 综合协调。 ", active=False)
    assert (yunchuan.office.duties, yunchuan.office.active) == ("综合协调。", False)
    assert yunchuan.office.is_office

    edit(yunchuan.office, is_office=False)
    assert not yunchuan.office.is_office
    assert AuditRecord.objects.filter(verb="unit.changed").count() == 2


@pytest.mark.parametrize("name", ["区水务局", " "])
def test_a_unit_does_not_take_the_name_of_another_or_none(yunchuan, name):
    with pytest.raises(Refused, match="为空或已被使用"):
        edit(yunchuan.online, name=name)

    assert Unit.objects.get(pk=yunchuan.online.pk).name == "网上信访科"
    assert not AuditRecord.objects.filter(verb="unit.changed").exists()
