"""A role lent for an absence: from when until when, to whom, and what it never allows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import (
    DelegationTerms,
    confirm_delegation,
    delegate,
    revoke_delegation,
)
from huiying.base.accounts.roles.capabilities import CAPABILITIES, Capability, Role
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.accounts.roles.explanation import permission_grounds
from huiying.base.accounts.roles.models import Delegation, RoleGrant
from huiying.base.accounts.roles.queries import may, roles_of, with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from tests.factories import T0
from tests.role_grants import hold_only

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def away(first=0, last=8, role=Role.DEPUTY, reason="出差"):
    return DelegationTerms(role, T0 + first * HOUR, T0 + last * HOUR, reason)


def lend(principal, to, absence=None, *, by=None, now=T0) -> Delegation:
    return delegate(
        principal=principal, to=to, absence=absence or away(), by=by or principal, now=now
    )


def fresh(officer, hours=0.0):
    return with_delegated_roles(Officer.objects.get(pk=officer.pk), T0 + hours * HOUR)


# What it allows ------------------------------------------------------------------------------


def test_a_lent_role_counts_from_its_start_until_its_end(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen, away(1, 8))

    held = [may(fresh(yunchuan.shen, hour), Capability.APPROVE) for hour in (0.9, 1, 7.9, 8)]

    assert held == [False, True, True, False]


def test_without_a_moment_an_officer_has_his_own_roles_alone(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    assert roles_of(Officer.objects.get(pk=yunchuan.shen.pk)) == {Role.OFFICE}
    assert roles_of(fresh(yunchuan.shen)) == {Role.OFFICE, Role.DEPUTY}


def test_who_is_away_keeps_the_role(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    assert may(fresh(yunchuan.cheng), Capability.APPROVE)


def test_what_the_lender_loses_the_delegate_loses_at_once(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    RoleGrant.objects.filter(officer=yunchuan.cheng).delete()
    assert not may(fresh(yunchuan.shen), Capability.APPROVE)


def test_a_lender_who_was_switched_off_lends_nothing(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)
    Officer.objects.filter(pk=yunchuan.cheng.pk).update(is_active=False)

    assert not may(fresh(yunchuan.shen), Capability.APPROVE)


def test_it_is_taken_back_by_either_or_by_an_administrator(yunchuan):
    for by in (yunchuan.cheng, yunchuan.shen, yunchuan.admin):
        row = lend(yunchuan.cheng, yunchuan.shen)
        revoke_delegation(delegation=row, by=by, now=T0)
        assert not may(fresh(yunchuan.shen), Capability.APPROVE)
        with pytest.raises(Refused, match="已经结束"):
            revoke_delegation(delegation=row, by=by, now=T0)
    row = lend(yunchuan.cheng, yunchuan.shen)
    with pytest.raises(PermissionDenied):
        revoke_delegation(delegation=row, by=yunchuan.lu, now=T0)


def test_the_record_names_both_by_key_and_the_reason(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    record = AuditRecord.objects.latest("seq")
    assert record.verb == "delegation.made"
    assert record.data["from"] == f"officer:{yunchuan.cheng.pk}"
    assert record.data["reason"] == "出差"
    assert "程望舒" not in str(record.data)


# What it refuses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("absence", "sentence"),
    [
        (away(8, 8), "结束时间"),
        (away(-9, 0), "结束时间"),
        (away(0, 91 * 24), "最多委托 90 天"),
        (away(reason=" "), "请填写委托事由"),
        (away(role=Role.LEADER), "无“组长”"),
    ],
)
def test_a_wrong_time_or_role_is_refused(yunchuan, absence, sentence):
    with pytest.raises(Refused, match=sentence):
        lend(yunchuan.cheng, yunchuan.shen, absence)


def test_a_lent_role_is_not_lent_on(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    with pytest.raises(Refused, match="代行的角色不得转委托"):
        lend(fresh(yunchuan.shen), yunchuan.lu)


def test_there_is_no_loop_and_nobody_is_away_and_stands_in_at_once(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)
    office = away(4, 12, role=Role.OFFICE)

    with pytest.raises(Refused, match="在该时段亦不在岗"):
        lend(yunchuan.shen, yunchuan.cheng, office)
    with pytest.raises(Refused, match="正代行"):
        lend(yunchuan.shen, yunchuan.lu, office)
    with pytest.raises(Refused, match="在该时段亦不在岗"):
        lend(yunchuan.leader, yunchuan.cheng, away(7, 9, role=Role.LEADER))
    lend(yunchuan.shen, yunchuan.cheng, away(8, 12, role=Role.OFFICE))


def test_with_everybody_away_nobody_is_left_to_lend_to(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)
    lend(yunchuan.speaker, yunchuan.lu, away(role=Role.SPOKESPERSON))

    for taken in (yunchuan.cheng, yunchuan.speaker):
        with pytest.raises(Refused, match="在该时段亦不在岗"):
            lend(yunchuan.leader, taken, away(role=Role.LEADER))
    assert may(fresh(yunchuan.leader), Capability.APPROVE), "who is away is not stuck"


def test_one_role_is_lent_to_one_officer_at_a_time(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    with pytest.raises(Refused, match="该时段内此角色已委托他人"):
        lend(yunchuan.cheng, yunchuan.lu, away(7, 9))


@pytest.mark.parametrize("to", ["cheng", "stranger", "off", "deputy"])
def test_only_another_officer_of_the_bureau_who_can_sign_in_stands_in(yunchuan, linxi, to):
    Officer.objects.filter(pk=yunchuan.lu.pk).update(is_active=False)
    yunchuan.lu.refresh_from_db()
    hold_only(yunchuan.window, Role.DEPUTY)
    chosen = {
        "cheng": yunchuan.cheng,
        "stranger": linxi.shen,
        "off": yunchuan.lu,
        "deputy": yunchuan.window,
    }[to]

    with pytest.raises(Refused):
        lend(yunchuan.cheng, chosen)


def test_only_oneself_and_an_administrator_lend_and_nobody_to_himself(yunchuan, linxi):
    lend(yunchuan.cheng, yunchuan.shen, by=yunchuan.admin)

    for other in (yunchuan.shen, yunchuan.leader, linxi.admin):
        with pytest.raises(PermissionDenied):
            lend(yunchuan.cheng, yunchuan.lu, away(9, 10), by=other)
    with pytest.raises(Refused, match="不得将他人的角色委托给本人"):
        lend(yunchuan.cheng, yunchuan.admin, away(9, 10), by=yunchuan.admin)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.DUTY_OFFICER])
def test_some_roles_are_never_lent(yunchuan, role):
    hold_only(yunchuan.cheng, role)

    with pytest.raises(Refused, match="角色可委托"):
        lend(yunchuan.cheng, yunchuan.shen, away(role=role))


# Two persons ---------------------------------------------------------------------------------


def test_what_an_administrator_arranges_counts_when_a_second_person_confirmed_it(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.shen, by=yunchuan.admin)
    before = may(fresh(yunchuan.shen), Capability.APPROVE)

    confirm_delegation(delegation=row, by=yunchuan.leader, now=T0)

    assert not before
    assert may(fresh(yunchuan.shen), Capability.APPROVE)
    assert AuditRecord.objects.filter(verb="delegation.confirmed").count() == 1
    with pytest.raises(Refused):
        confirm_delegation(delegation=row, by=yunchuan.leader, now=T0)


def test_the_lender_himself_or_another_administrator_confirms_it(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.shen, by=yunchuan.admin)
    confirm_delegation(delegation=row, by=yunchuan.cheng, now=T0)
    hold_only(yunchuan.window, Role.ADMINISTRATOR)
    other = lend(yunchuan.speaker, yunchuan.lu, away(role=Role.SPOKESPERSON), by=yunchuan.admin)
    confirm_delegation(delegation=other, by=yunchuan.window, now=T0)

    assert may(fresh(yunchuan.lu), Capability.PUBLISH)


@pytest.mark.parametrize("who", ["admin", "shen", "lu", "auditor"])
def test_who_made_it_who_stands_in_and_others_confirm_nothing(yunchuan, who):
    row = lend(yunchuan.cheng, yunchuan.shen, by=yunchuan.admin)

    with pytest.raises(Refused, match="确认"):
        confirm_delegation(delegation=row, by=getattr(yunchuan, who), now=T0)

    assert not may(fresh(yunchuan.shen), Capability.APPROVE)


def test_who_reset_the_lenders_password_confirms_nothing_in_his_name(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.lu, by=yunchuan.admin)
    lender = yunchuan.cheng
    lender.password_reset_by, lender.password_reset_at = yunchuan.admin, T0
    lender.save(update_fields=["password_reset_by", "password_reset_at"])

    with pytest.raises(Refused, match="确认"):
        confirm_delegation(delegation=row, by=lender, now=T0)
    confirm_delegation(delegation=row, by=yunchuan.leader, now=T0)


def test_the_table_itself_refuses_a_confirmation_by_one_and_the_same(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.shen, by=yunchuan.admin)

    for same in (yunchuan.admin, yunchuan.shen):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=row.pk).update(confirmed_by=same, confirmed_at=T0)


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_who_administers_or_audits_stands_in_for_nobody(yunchuan, who):
    with pytest.raises(Refused, match="不得代行"):
        lend(yunchuan.cheng, getattr(yunchuan, who))


# Who stands behind ---------------------------------------------------------------------------


def test_who_stood_for_somebody_since_then_is_seen_through_after_it_ended(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.shen)
    revoke_delegation(delegation=row, by=yunchuan.cheng, now=T0 + 2 * HOUR)

    def behind(since):
        return principals_of(yunchuan.shen, since=T0 + since * HOUR, now=T0 + 3 * HOUR)

    assert behind(1) == {yunchuan.cheng.pk}
    assert behind(2) == frozenset()


# Explained -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_the_explanation_and_the_table_say_the_same(yunchuan, role):
    hold_only(yunchuan.lu, role)

    for capability in Capability:
        found = permission_grounds(yunchuan.lu, capability, T0)
        assert found.allowed == may(fresh(yunchuan.lu), capability), capability
        assert found.allowed == (capability in CAPABILITIES[role])


def test_the_explanation_names_the_lent_role_and_a_switched_off_account(yunchuan):
    row = lend(yunchuan.cheng, yunchuan.shen)

    found = permission_grounds(yunchuan.shen, Capability.APPROVE, T0)
    assert (found.own, found.delegations, found.allowed) == ((), (row,), True)
    assert found.needed == (Role.LEADER, Role.DEPUTY)
    yunchuan.shen.is_active = False
    assert not permission_grounds(yunchuan.shen, Capability.APPROVE, T0).allowed
