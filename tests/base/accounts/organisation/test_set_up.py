import pytest

from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.queries import verify
from huiying.base.errors import Refused
from tests.factories import PASSWORD


@pytest.mark.clause("3")
def test_the_cast_has_the_roles_of_the_leading_group(yunchuan):
    assert may(yunchuan.cheng, Capability.APPROVE)
    assert not may(yunchuan.lu, Capability.APPROVE)
    assert may(yunchuan.lu, Capability.TRIAGE)


def test_every_step_of_the_set_up_is_in_the_record(yunchuan):
    result = verify(bureau_id=yunchuan.bureau.pk)

    assert result.holds
    assert result.records == 1 + 4 + 9


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
