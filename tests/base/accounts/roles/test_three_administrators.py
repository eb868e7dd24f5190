"""Three administrators (三员): nobody is two of them, where the setting asks for it."""

from __future__ import annotations

import pytest

from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.actions.change_roles import appoint_by_command, grant
from huiying.base.accounts.roles.capabilities import Capability, Role, granted_roles, roles_with
from huiying.base.accounts.roles.models import Origin, RoleGrant
from huiying.base.accounts.roles.queries import own_roles_of, with_delegated_roles
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.queries import role_request_hash, two_administrators_in_one
from tests.factories import T0

pytestmark = pytest.mark.django_db
RULE = "三员分设（GB/T 22239-2019"
WAY = "HUIYING_THREE_ADMINISTRATORS"


@pytest.fixture
def three(settings):
    settings.THREE_ADMINISTRATORS = True


@pytest.fixture
def guard(yunchuan, three):
    """Cheng is the security administrator, seeded by the command."""
    RoleGrant.objects.filter(officer=yunchuan.cheng).delete()
    appoint_by_command(officer=yunchuan.cheng, role=Role.SECURITY, actor=MACHINE, now=T0)
    return with_delegated_roles(yunchuan.cheng, T0)


def ask(officer, roles, by, **more):
    return set_roles(
        officer=officer, roles=frozenset(roles), active=True, by=by, now=T0, **more
    )


def sign(row, by):
    decide_roles(
        row, approve=True, reason="", shown_hash=role_request_hash(row), officer=by, now=T0
    )


def test_without_the_setting_there_is_no_security_administrator(yunchuan):
    with pytest.raises(Refused, match=WAY):
        ask(yunchuan.water, {Role.SECURITY}, yunchuan.admin)

    assert Role.SECURITY not in granted_roles()
    assert Role.ADMINISTRATOR in roles_with(Capability.MANAGE_PEOPLE)


def test_the_system_administrator_no_longer_lets_people_in(yunchuan, guard):
    require(yunchuan.admin, Capability.BACK_UP)
    require(guard, Capability.MANAGE_PEOPLE)

    for capability in (Capability.MANAGE_PEOPLE, Capability.SIGN_ROLES):
        with pytest.raises(NotAllowed):
            require(yunchuan.admin, capability)
    for capability in (Capability.BACK_UP, Capability.MANAGE_RULES, Capability.READ_RECORD):
        with pytest.raises(NotAllowed):
            require(guard, capability)


@pytest.mark.parametrize("more", [{}, {"exemption": "人手不足"}], ids=["plain", "exempted"])
@pytest.mark.parametrize(
    "pair",
    [
        {Role.ADMINISTRATOR, Role.AUDITOR},
        {Role.SECURITY, Role.AUDITOR},
        {Role.ADMINISTRATOR, Role.SECURITY},
    ],
    ids=lambda pair: "+".join(sorted(pair)),
)
def test_two_of_the_three_are_refused_with_the_rule_and_no_exemption_helps(
    yunchuan, guard, pair, more
):
    with pytest.raises(Refused, match=r"GB/T 22239-2019 .*不得豁免"):
        ask(yunchuan.water, pair, guard, **more)

    assert own_roles_of(yunchuan.water) == {Role.SECTION_OFFICER}


def test_other_roles_that_exclude_each_other_may_still_be_exempted(yunchuan, guard):
    row = ask(yunchuan.lu, {Role.DUTY_OFFICER, Role.AUDITOR}, guard, exemption="人手不足")

    sign(row, yunchuan.leader)

    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER, Role.AUDITOR}


def test_what_was_asked_for_before_the_setting_is_refused_at_the_signature(yunchuan, settings):
    row = ask(
        yunchuan.auditor,
        {Role.ADMINISTRATOR, Role.AUDITOR},
        yunchuan.admin,
        exemption="人手不足",
    )
    settings.THREE_ADMINISTRATORS = True

    with pytest.raises(Refused, match="不得豁免"):
        sign(row, yunchuan.leader)

    assert own_roles_of(yunchuan.auditor) == {Role.AUDITOR}


def test_the_leader_signs_what_the_security_administrator_asks_and_no_system_administrator(
    yunchuan, guard
):
    row = ask(yunchuan.water, {Role.DEPUTY}, guard)

    with pytest.raises(Refused):
        sign(row, yunchuan.admin)
    sign(row, yunchuan.leader)

    assert Role.DEPUTY in own_roles_of(yunchuan.water)


def test_the_last_security_administrator_stays(yunchuan, guard):
    with pytest.raises(Refused, match="唯一的安全管理员"):
        set_roles(officer=guard, roles=frozenset(), active=True, by=yunchuan.leader, now=T0)


def test_the_command_seeds_no_second_of_the_three(yunchuan, three):
    with pytest.raises(Refused, match="不得豁免"):
        appoint_by_command(officer=yunchuan.admin, role=Role.SECURITY, actor=MACHINE, now=T0)


def test_who_is_two_of_them_already_is_found(yunchuan, settings):
    grant(yunchuan.admin, {Role.AUDITOR}, Origin.BOOTSTRAP, T0)
    assert two_administrators_in_one(yunchuan.bureau.pk) == []

    settings.THREE_ADMINISTRATORS = True

    (found,) = two_administrators_in_one(yunchuan.bureau.pk)
    assert found.officer == yunchuan.admin
    assert found.roles == (Role.ADMINISTRATOR, Role.AUDITOR)
