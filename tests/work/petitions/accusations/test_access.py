"""Who may see an accusation: who handles it, and nobody who is accused or near to it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.delegations import LENDABLE
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.errors import Refused
from huiying.work.petitions.accusations.access import accusation_for
from huiying.work.petitions.accusations.queries import (
    visible_accusations,
    waiting_without_handler,
)
from tests.factories import T0, make_cast
from tests.role_grants import hold
from tests.scenarios.petitions import accuse, name_reception
from tests.work.petitions.accusations.steps import DAY, lend_leadership, second_handler

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
HANDLE = Capability.HANDLE_ACCUSATIONS


def sees(officer, row, at=T0) -> bool:
    officer = with_delegated_roles(officer, at)
    return visible_accusations(officer, at).filter(pk=row.pk).exists()


def test_who_handles_accusations_sees_one_and_nobody_else_does(yunchuan):
    row = accuse(yunchuan)

    assert sees(yunchuan.ji, row)
    for name in ("admin", "lu", "shen", "leader", "cheng", "speaker", "window", "auditor"):
        assert not sees(getattr(yunchuan, name), row), name


def test_a_handler_of_an_accused_unit_never_sees_it(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))
    colleague = second_handler(yunchuan, yunchuan.reception)

    assert not sees(colleague, row)
    with pytest.raises(Http404):
        accusation_for(colleague, row.number, to=HANDLE, now=T0)


def test_an_accused_officer_never_sees_it_whatever_he_may_do(yunchuan):
    hold(yunchuan.window, Role.DISCIPLINE)
    row = name_reception(yunchuan, accuse(yunchuan))

    assert not sees(yunchuan.window, row)


def test_until_it_is_named_every_unit_counts_as_accused(yunchuan):
    row = accuse(yunchuan)
    of_a_unit = second_handler(yunchuan, yunchuan.online)
    assert not sees(of_a_unit, row)

    name_reception(yunchuan, row)

    assert sees(of_a_unit, row)


def test_who_stands_in_for_an_accused_leader_loses_sight_of_it(yunchuan):
    row = accuse(yunchuan)
    row.accused_officers.add(yunchuan.leader)
    name_reception(yunchuan, row)
    lend_leadership(yunchuan, yunchuan.lu)
    hold(yunchuan.lu, Role.DISCIPLINE)

    assert not sees(yunchuan.lu, row)
    assert sees(yunchuan.lu, row, T0 + 8 * DAY), "the leader is back"


def test_who_handles_accusations_stands_in_for_nobody(yunchuan):
    with pytest.raises(Refused, match="不得代行"):
        lend_leadership(yunchuan, yunchuan.ji)


def test_who_is_stood_in_for_by_an_accused_officer_loses_sight_of_it(yunchuan):
    hold(yunchuan.leader, Role.DISCIPLINE)
    row = name_reception(yunchuan, accuse(yunchuan))
    assert sees(yunchuan.leader, row)

    lend_leadership(yunchuan, yunchuan.window)

    assert not sees(yunchuan.leader, row)


def test_the_role_is_lent_to_nobody():
    assert Role.DISCIPLINE not in LENDABLE


def test_a_number_says_nothing_to_who_may_not_handle_it(yunchuan):
    row = accuse(yunchuan)
    for number in (row.number, "JB-AAAA-BBBB"):
        with pytest.raises(PermissionDenied):
            accusation_for(yunchuan.shen, number, to=HANDLE, now=T0)


def test_what_nobody_may_see_is_counted_for_who_can_change_that(yunchuan):
    row = accuse(yunchuan)
    assert waiting_without_handler(yunchuan.bureau.pk, T0) == 0

    row.accused_officers.add(yunchuan.ji)

    assert waiting_without_handler(yunchuan.bureau.pk, T0) == 1


def test_an_accusation_of_another_bureau_does_not_exist(yunchuan):
    row = accuse(make_cast("linxi", "临溪区"))

    assert not sees(yunchuan.ji, row)
