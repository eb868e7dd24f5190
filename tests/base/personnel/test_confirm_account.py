"""A second person confirms that an officer exists and uses his account."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.hands import in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may, own_roles_of
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.personnel.actions.confirm_account import confirm_account
from huiying.base.personnel.actions.set_roles import set_roles
from tests.factories import T0
from tests.new_accounts import add, ask_roles, put_in, sign, take_over

pytestmark = pytest.mark.django_db


def test_it_is_nobodys_hand_from_then_on_and_the_record_names_both(yunchuan):
    officer = take_over(put_in(yunchuan, "xu", Role.DUTY_OFFICER))

    confirm_account(officer=officer, by=yunchuan.shen, now=T0)

    officer = Officer.objects.get(pk=officer.pk)
    assert (officer.hands, officer.vouched_by, officer.vouched_at) == ([], yunchuan.shen, T0)
    assert not in_one_hand(officer, yunchuan.admin, T0)
    written = AuditRecord.objects.get(verb="officer.vouched")
    assert written.actor == f"officer:{yunchuan.shen.pk}"
    assert written.data == {"hands": [f"officer:{yunchuan.admin.pk}"]}


def test_not_before_its_officer_has_chosen_his_password(yunchuan):
    officer = put_in(yunchuan, "xu", Role.DUTY_OFFICER)

    with pytest.raises(Refused, match="尚未设定口令"):
        confirm_account(officer=officer, by=yunchuan.leader, now=T0)


@pytest.mark.parametrize("who", ["admin", "lu", "auditor", "speaker"])
def test_neither_who_made_it_nor_who_has_no_such_role(yunchuan, who):
    officer = take_over(put_in(yunchuan, "xu", Role.DUTY_OFFICER))

    with pytest.raises(Refused, match="须由另一位"):
        confirm_account(officer=officer, by=getattr(yunchuan, who), now=T0)


def test_nor_another_account_of_the_same_hand(yunchuan):
    officer = take_over(put_in(yunchuan, "xu", Role.DUTY_OFFICER))
    ghost = take_over(put_in(yunchuan, "ghost", Role.OFFICE))
    reset = {"password_reset_by": yunchuan.admin, "password_reset_at": T0}
    Officer.objects.filter(pk=yunchuan.leader.pk).update(**reset)

    for other in (ghost, yunchuan.leader, officer):
        with pytest.raises(Refused, match="须由另一位"):
            confirm_account(officer=officer, by=other, now=T0)


def test_the_second_of_two_confirms_nothing(yunchuan):
    officer = take_over(put_in(yunchuan, "xu", Role.DUTY_OFFICER))
    stale = Officer.objects.get(pk=officer.pk)
    confirm_account(officer=officer, by=yunchuan.leader, now=T0)

    with pytest.raises(Stale):
        confirm_account(officer=stale, by=yunchuan.cheng, now=T0)


# The roles of a new account ------------------------------------------------------------------


def test_a_ghost_sees_nothing_before_the_second_signature(yunchuan):
    ghost = take_over(add(yunchuan, "ghost"))
    row = ask_roles(ghost, yunchuan.admin, Role.DUTY_OFFICER)

    assert own_roles_of(ghost) == set()
    assert not any(may(Officer.objects.get(pk=ghost.pk), one) for one in Capability)
    with pytest.raises(Refused):
        sign(row, yunchuan.admin)


def test_one_signature_of_the_leader_lets_a_duty_officer_work_and_confirms_him(yunchuan):
    """A bureau of one administrator and a leader: one other click, once he has signed in."""
    officer = take_over(add(yunchuan, "xu"))
    row = ask_roles(officer, yunchuan.admin, Role.DUTY_OFFICER)

    sign(row, yunchuan.leader)

    officer = Officer.objects.get(pk=officer.pk)
    assert may(officer, Capability.SEE_INCIDENTS)
    assert (officer.hands, officer.vouched_by) == ([], yunchuan.leader)


@pytest.mark.parametrize("who", ["cheng", "shen"])
def test_a_deputy_and_the_office_sign_the_work_roles_of_a_new_account_alone(yunchuan, who):
    officer = take_over(add(yunchuan, "xu"))
    work = ask_roles(officer, yunchuan.admin, Role.DUTY_OFFICER)
    sign(work, getattr(yunchuan, who))

    protected = ask_roles(yunchuan.lu, yunchuan.admin, Role.DUTY_OFFICER, Role.DEPUTY)
    with pytest.raises(Refused):
        sign(protected, getattr(yunchuan, who))


def test_a_signature_before_he_uses_the_account_confirms_nothing(yunchuan):
    officer = put_in(yunchuan, "xu", Role.DUTY_OFFICER)

    assert own_roles_of(officer) == {Role.DUTY_OFFICER}
    assert officer.hands == [yunchuan.admin.pk]


def test_who_added_an_account_signs_no_role_of_it_that_another_asked_for(yunchuan):
    second = take_over(put_in(yunchuan, "second", Role.ADMINISTRATOR))
    confirm_account(officer=second, by=yunchuan.leader, now=T0)
    ghost = take_over(add(yunchuan, "ghost"))
    row = ask_roles(ghost, second, Role.DUTY_OFFICER)

    with pytest.raises(Refused):
        sign(row, yunchuan.admin)
    sign(row, yunchuan.leader)


def test_where_nobody_can_sign_yet_the_work_roles_of_a_new_account_wait(yunchuan):
    officer = add(yunchuan, "xu")
    Officer.objects.exclude(pk__in=(officer.pk, yunchuan.admin.pk)).update(is_active=False)

    row = set_roles(
        officer=officer,
        roles=frozenset({Role.DUTY_OFFICER}),
        active=True,
        by=yunchuan.admin,
        now=T0,
    )

    assert row is not None
    assert own_roles_of(officer) == set()
