"""Two accounts are two persons only while no one person could act with both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.hands import (
    TAKEN_OVER,
    hand_of,
    in_one_hand,
    in_one_hand_until,
    is_new_to_unit,
)
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.personnel.actions.confirm_account import confirm_account
from tests.factories import T0
from tests.new_accounts import put_in, take_over

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def ghosts(yunchuan):
    """Two duty officers that one administrator added."""
    return [take_over(put_in(yunchuan, f"ghost{n}", Role.DUTY_OFFICER)) for n in (1, 2)]


def test_who_added_two_accounts_could_act_with_both_until_another_confirms_one(
    yunchuan, ghosts
):
    one, other = ghosts
    assert in_one_hand(one, other, T0 + YEAR), "no day ends it"
    assert in_one_hand(one, yunchuan.admin, T0 + YEAR)
    assert in_one_hand_until(one, other, T0) is None

    confirm_account(officer=one, by=yunchuan.leader, now=T0)

    assert not in_one_hand(one, other, T0)
    assert in_one_hand(other, yunchuan.admin, T0)


def test_hands_are_joined_through_however_many_accounts(yunchuan, ghosts):
    """A ghost, its maker, and the leader whose password its maker reset, are one."""
    reset = {"password_reset_by": yunchuan.admin, "password_reset_at": T0}
    Officer.objects.filter(pk=yunchuan.leader.pk).update(**reset)
    of_the_leader = {"password_reset_by": yunchuan.leader, "password_reset_at": T0}
    Officer.objects.filter(pk=yunchuan.shen.pk).update(**of_the_leader)

    assert in_one_hand(ghosts[0], yunchuan.leader, T0)
    assert in_one_hand(ghosts[0], yunchuan.shen, T0)
    assert not in_one_hand(ghosts[0], yunchuan.cheng, T0)
    assert in_one_hand_until(ghosts[0], yunchuan.leader, T0) == T0 + TAKEN_OVER
    assert not in_one_hand(ghosts[0], yunchuan.leader, T0 + TAKEN_OVER)


def test_one_account_alone_costs_one_query(yunchuan, ghosts, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(hand_of(ghosts[0], T0)) == 3


def test_what_a_command_seeded_and_what_was_there_before_is_nobodys(yunchuan):
    Officer.objects.filter(pk__in=(yunchuan.lu.pk, yunchuan.cheng.pk)).update(
        placed_by=yunchuan.admin, placed_at=T0 - 8 * DAY
    )

    for officer in Officer.objects.filter(bureau=yunchuan.bureau):
        assert hand_of(officer, T0) == {officer.pk}


def test_who_is_moved_is_in_the_hand_of_his_mover(yunchuan):
    lu = yunchuan.lu
    edit_officer(
        officer=lu,
        name=lu.name,
        title="",
        phone="",
        unit=yunchuan.waterworks,
        actor=yunchuan.admin.audit_actor(),
        by=yunchuan.admin,
        now=T0,
    )

    assert in_one_hand(Officer.objects.get(pk=lu.pk), yunchuan.admin, T0 + YEAR)
    assert is_new_to_unit(Officer.objects.get(pk=lu.pk), T0 + YEAR)


def test_a_second_mover_does_not_take_an_account_out_of_the_first_ones_hand(yunchuan, ghosts):
    second = take_over(put_in(yunchuan, "second", Role.ADMINISTRATOR))
    confirm_account(officer=second, by=yunchuan.leader, now=T0)
    ghost = ghosts[0]
    edit_officer(
        officer=ghost,
        name=ghost.name,
        title="",
        phone="",
        unit=yunchuan.reception,
        actor=second.audit_actor(),
        by=second,
        now=T0,
    )

    assert {yunchuan.admin.pk, second.pk} <= hand_of(ghost, T0)
