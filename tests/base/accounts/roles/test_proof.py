"""A role that somebody wrote into the table is named: no record grants it."""

from __future__ import annotations

import pytest
from django.db import connection

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.proof import grant_differences
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.jobs.upkeep.record_check import check_bureau
from tests.factories import T0
from tests.role_grants import sign_requests

pytestmark = pytest.mark.django_db

AS_IF_EARLIER = (
    "INSERT INTO accounts_rolegrant (bureau_id, officer_id, role, granted_at, origin)"
    " SELECT bureau_id, officer_id, 'leader', granted_at, 'EARLIER' FROM accounts_rolegrant"
    " WHERE officer_id = %s"
)


def differences(cast):
    return [(one.code, one.params["ref"]) for one in grant_differences(cast.bureau.pk)]


def test_roles_that_were_granted_signed_and_taken_away_agree_with_the_record(yunchuan):
    for roles in ({Role.DUTY_OFFICER, Role.DEPUTY}, {Role.DEPUTY, Role.MEMBER}):
        set_roles(
            officer=yunchuan.lu, roles=frozenset(roles), active=True, by=yunchuan.admin, now=T0
        )
        sign_requests(yunchuan.leader)

    assert yunchuan.lu.grants.count() == 2
    assert differences(yunchuan) == []


def test_a_role_that_the_owner_of_the_database_gave_is_found(yunchuan):
    with connection.cursor() as cursor:
        cursor.execute(AS_IF_EARLIER, [yunchuan.lu.pk])

    assert differences(yunchuan) == [
        ("record.role_not_granted", f"officer:{yunchuan.lu.pk}/leader")
    ]
    assert not check_bureau(yunchuan.bureau.pk).holds
