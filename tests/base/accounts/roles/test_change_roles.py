"""Roles: what one person may change, what two signed, what a command seeds."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.actions.change_roles import (
    SignedRoles,
    apply_signed_roles,
    appoint_by_command,
    change_roles,
    seed_roles,
)
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Origin, RoleGrant
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import PROTECTED, excludes
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE, Actor
from huiying.base.errors import Refused
from tests.factories import T0
from tests.role_grants import hold

pytestmark = pytest.mark.django_db
COMMAND = Actor("command:appoint", "huiying appoint")


def change(cast, officer, *roles, active=True, by=None, **more):
    change_roles(
        officer=officer,
        roles=frozenset(roles),
        active=active,
        actor=(by or cast.admin).audit_actor(),
        now=T0,
        **more,
    )


# One person ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", PROTECTED)
def test_one_person_alone_gives_nobody_a_protected_role(yunchuan, settings, role):
    settings.THREE_ADMINISTRATORS = True  # else there is no security administrator

    with pytest.raises(Refused, match="第二人签署"):
        change(yunchuan, yunchuan.lu, Role.DUTY_OFFICER, role)

    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER}


def test_one_person_gives_and_takes_the_other_roles(yunchuan):
    change(yunchuan, yunchuan.lu, Role.MEMBER)

    assert own_roles_of(yunchuan.lu) == {Role.MEMBER}
    assert yunchuan.lu.grants.get().origin == Origin.DIRECT


def test_one_person_takes_a_protected_role_away(yunchuan):
    change(yunchuan, yunchuan.cheng)

    assert own_roles_of(yunchuan.cheng) == set()


def test_one_person_alone_silences_no_auditor(yunchuan):
    for roles, active in (((), True), ((Role.AUDITOR,), False)):
        with pytest.raises(Refused, match="签署"):
            change(yunchuan, yunchuan.auditor, *roles, active=active)

    assert own_roles_of(yunchuan.auditor) == {Role.AUDITOR}


def test_nobody_grants_himself_anything(yunchuan):
    with pytest.raises(Refused, match="须由另一位系统管理员办理"):
        change(yunchuan, yunchuan.admin, Role.ADMINISTRATOR, Role.MEMBER)


def test_roles_that_exclude_each_other_need_an_exemption(yunchuan):
    with pytest.raises(Refused, match="兼任"):
        change(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER)

    change(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER, exempted=True)
    assert excludes(own_roles_of(yunchuan.auditor))


def test_the_last_administrator_cannot_be_taken_away(yunchuan):
    with pytest.raises(Refused, match="请先指定另一位"):
        change(yunchuan, yunchuan.admin)


# Two persons ---------------------------------------------------------------------------------


def test_what_two_persons_signed_names_both(yunchuan):
    signed = SignedRoles(
        frozenset({Role.DEPUTY}), frozenset(), yunchuan.admin, yunchuan.leader, 7
    )

    apply_signed_roles(officer=yunchuan.lu, signed=signed, now=T0)

    grant = yunchuan.lu.grants.get(role=Role.DEPUTY)
    assert (grant.origin, grant.requested_by, grant.signed_by) == (
        Origin.SIGNED,
        yunchuan.admin,
        yunchuan.leader,
    )
    written = AuditRecord.objects.get(verb="officer.roles_signed")
    assert written.actor == f"officer:{yunchuan.leader.pk}"
    assert written.data["requested_by"] == f"officer:{yunchuan.admin.pk}"


# A command -----------------------------------------------------------------------------------


def test_a_command_seeds_a_bureau_that_has_no_two_administrators(yunchuan):
    appoint_by_command(officer=yunchuan.leader, role=Role.DEPUTY, actor=COMMAND, now=T0)

    assert yunchuan.leader.grants.get(role=Role.DEPUTY).origin == Origin.BOOTSTRAP
    written = AuditRecord.objects.get(verb="officer.roles_seeded")
    assert (written.actor, written.data["roles"]) == ("command:appoint", ["deputy"])


def test_the_people_of_the_cast_are_recorded_as_seeded(yunchuan):
    assert yunchuan.leader.grants.get().origin == Origin.BOOTSTRAP
    assert AuditRecord.objects.filter(verb="officer.seeded").count() == 10


def test_a_command_seeds_nothing_once_two_can_sign_for_one_another(yunchuan):
    hold(yunchuan.window, Role.ADMINISTRATOR)

    with pytest.raises(Refused, match="两位系统管理员"):
        seed_roles(officer=yunchuan.lu, roles=frozenset({Role.LEADER}), actor=COMMAND, now=T0)


def test_no_officer_seeds_roles(yunchuan):
    with pytest.raises(Refused):
        add_officer(
            bureau=yunchuan.bureau,
            username="friend",
            name="友",
            password=None,
            roles=frozenset({Role.LEADER}),
            bootstrap=True,
            actor=yunchuan.admin.audit_actor(),
            now=T0,
        )


def test_nothing_seeds_roles_that_exclude_each_other(yunchuan):
    with pytest.raises(Refused, match="兼任"):
        seed_roles(
            officer=yunchuan.auditor, roles=frozenset({Role.LEADER}), actor=MACHINE, now=T0
        )


# Below the application -----------------------------------------------------------------------

INSERT = (
    "INSERT INTO accounts_rolegrant"
    " (bureau_id, officer_id, role, granted_at, origin,"
    " requested_by_id, signed_by_id, approval)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


@pytest.mark.parametrize(
    ("origin", "asked", "signed", "approval"),
    [
        ("DIRECT", None, None, None),
        ("KING", None, None, None),
        ("SIGNED", None, None, None),
        ("SIGNED", "admin", "leader", None),
        ("SIGNED", "admin", None, 1),
        ("SIGNED", "admin", "admin", 1),
        ("SIGNED", "lu", "admin", 1),
        ("SIGNED", "admin", "lu", 1),
    ],
)
def test_the_table_itself_refuses_a_protected_role_without_two_others(
    yunchuan, origin, asked, signed, approval
):
    def key(name):
        return getattr(yunchuan, name).pk if name else None

    row = [yunchuan.bureau.pk, yunchuan.lu.pk, "leader", T0, origin, key(asked), key(signed)]

    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INSERT, [*row, approval])


def test_the_table_itself_refuses_to_turn_a_role_into_a_protected_one(yunchuan):
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE accounts_rolegrant SET role = 'leader' WHERE officer_id = %s",
            [yunchuan.lu.pk],
        )
    assert RoleGrant.objects.get(officer=yunchuan.lu).role == Role.DUTY_OFFICER
