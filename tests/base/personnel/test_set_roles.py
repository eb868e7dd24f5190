"""A change of roles: at once what one person may change, the rest waits for a second one."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer
from huiying.base.accounts.roles.actions.change_roles import change_roles
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roster.actions.plan_shifts import replace_on_shift
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.personnel.actions.set_roles import plan_roles, set_roles
from huiying.base.personnel.models import RoleRequest
from huiying.base.signoff.models import Decision
from tests.base.accounts.roster.shifts import put
from tests.factories import T0

pytestmark = pytest.mark.django_db


def ask(cast, officer, *roles, by=None, active=True, **words):
    return set_roles(
        officer=officer,
        roles=frozenset(roles),
        active=active,
        by=by or cast.admin,
        now=T0,
        **words,
    )


@pytest.mark.parametrize(
    "role", ["leader", "deputy", "office", "auditor", "spokesperson", "administrator"]
)
def test_a_protected_role_has_no_effect_before_it_is_signed(yunchuan, role):
    row = ask(yunchuan, yunchuan.lu, Role(role), reason="任职文件", exemption="只有三个人")

    assert own_roles_of(yunchuan.lu) == set()
    assert row.added == [role]
    assert row.signoff.decision == Decision.PENDING
    written = AuditRecord.objects.get(verb="officer.roles_requested")
    assert written.data["added"] == [role]
    assert "陆知远" not in f"{written.label}{written.data}{row.signoff.label}"


def test_what_one_person_may_change_is_done_at_once(yunchuan):
    row = ask(yunchuan, yunchuan.lu, Role.MEMBER, Role.DEPUTY)

    assert own_roles_of(yunchuan.lu) == {Role.MEMBER}
    assert row.after == {Role.MEMBER, Role.DEPUTY}


def test_nothing_to_sign_asks_for_nothing(yunchuan):
    assert ask(yunchuan, yunchuan.cheng) is None
    assert own_roles_of(yunchuan.cheng) == set()


def test_the_auditors_role_is_not_taken_away_by_one_person(yunchuan):
    row = ask(yunchuan, yunchuan.auditor, Role.MEMBER)

    assert own_roles_of(yunchuan.auditor) == {Role.AUDITOR}
    assert (row.added, row.removed) == (["member"], ["auditor"])


def test_nobody_asks_for_a_role_of_his_own(yunchuan):
    for role in (Role.MEMBER, Role.LEADER):
        with pytest.raises(Refused, match="须由另一位系统管理员办理"):
            ask(yunchuan, yunchuan.admin, Role.ADMINISTRATOR, role, exemption="人少")
    assert not RoleRequest.objects.exists()


def test_roles_that_exclude_each_other_need_a_reason_even_those_one_person_gives(yunchuan):
    with pytest.raises(Refused, match="兼任理由"):
        ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER)

    row = ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER, exemption="只有三个人")

    assert own_roles_of(yunchuan.auditor) == {Role.AUDITOR}
    assert (row.added, row.exemption) == (["member"], "只有三个人")


def test_an_account_that_is_enabled_again_has_its_roles_signed_for_again(yunchuan):
    ask(yunchuan, yunchuan.cheng, Role.DEPUTY, active=False)
    cheng = Officer.objects.get(pk=yunchuan.cheng.pk)
    assert own_roles_of(cheng) == {Role.DEPUTY}

    with pytest.raises(Refused, match="第二人签署"):
        change_roles(
            officer=cheng,
            roles=frozenset({Role.DEPUTY}),
            active=True,
            actor=yunchuan.admin.audit_actor(),
            now=T0,
        )
    row = ask(yunchuan, cheng, Role.DEPUTY, Role.MEMBER)

    cheng = Officer.objects.get(pk=cheng.pk)
    assert cheng.is_active
    assert own_roles_of(cheng) == set()
    assert row.added == ["deputy", "member"]
    assert cheng.hands == [yunchuan.admin.pk], "and it is in his hand who enabled it"


def test_a_newer_request_voids_the_older_one(yunchuan):
    first = ask(yunchuan, yunchuan.lu, Role.DUTY_OFFICER, Role.DEPUTY)
    ask(yunchuan, yunchuan.lu, Role.DUTY_OFFICER, Role.OFFICE)

    first.signoff.refresh_from_db()
    assert first.signoff.decision == Decision.VOID


def test_where_nobody_can_sign_the_way_out_is_said(db):
    bureau = add_bureau(slug="small", name="小局", district="小区", actor=MACHINE, now=T0)
    people = {
        name: add_officer(
            bureau=bureau,
            username=name,
            name=name,
            password=None,
            roles=frozenset({role}),
            bootstrap=True,
            actor=MACHINE,
            now=T0,
        )
        for name, role in (("one", Role.ADMINISTRATOR), ("two", Role.MEMBER))
    }

    with pytest.raises(Refused, match="huiying appoint"):
        set_roles(
            officer=people["two"],
            roles=frozenset({Role.LEADER}),
            active=True,
            by=people["one"],
            now=T0,
        )


def test_a_plan_parts_what_waits_from_what_does_not():
    plan = plan_roles(
        frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
        frozenset({Role.MEMBER, Role.LEADER}),
    )

    assert plan.at_once == {Role.AUDITOR}
    assert (plan.added, plan.removed) == ({Role.MEMBER, Role.LEADER}, {Role.AUDITOR})
    assert plan.after == {Role.MEMBER, Role.LEADER}


def test_who_alone_keeps_the_desk_is_not_disabled_before_his_shift_is_given_away(yunchuan):
    shift = put(yunchuan, yunchuan.lu, 1, 8)
    disable = {"officer": yunchuan.lu, "roles": own_roles_of(yunchuan.lu), "active": False}

    with pytest.raises(Refused, match="停用后无人值班"):
        set_roles(**disable, by=yunchuan.admin, now=T0)
    replace_on_shift(shift=shift, officer=yunchuan.shen, reason="换班", actor=MACHINE, now=T0)
    set_roles(**disable, by=yunchuan.admin, now=T0)

    yunchuan.lu.refresh_from_db()
    assert not yunchuan.lu.is_active
