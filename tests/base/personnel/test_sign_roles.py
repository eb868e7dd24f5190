"""The second signature: who gives it, what it is bound to, what it does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Origin
from huiying.base.accounts.roles.queries import own_roles_of, with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.errors import Refused, Stale
from huiying.base.personnel.actions.reset_sign_in import reset_password, reset_second_factor
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.base.personnel.actions.sign_roles import ROLES_KIND, decide_roles
from huiying.base.personnel.queries import exclusive_roles_of, role_request_hash, role_signers
from huiying.base.signoff.models import Decision
from tests.factories import T0
from tests.role_grants import hold, hold_only
from tests.web.clients import add_second_factor

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(cast, officer=None, *roles, by=None, **words):
    return set_roles(
        officer=officer or cast.lu,
        roles=frozenset(roles or {Role.DUTY_OFFICER, Role.DEPUTY}),
        active=True,
        by=by or cast.admin,
        now=T0,
        **words,
    )


def sign(row, officer, *, approve=True, reason="", shown=None, now=T0):
    decide_roles(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown or role_request_hash(row),
        officer=officer,
        now=now,
    )


def test_the_leader_signs_and_the_role_is_there(yunchuan):
    row = ask(yunchuan)

    sign(row, yunchuan.leader)

    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER, Role.DEPUTY}
    grant = yunchuan.lu.grants.get(role=Role.DEPUTY)
    assert (grant.origin, grant.approval) == (Origin.SIGNED, row.signoff_id)
    assert (grant.requested_by, grant.signed_by) == (yunchuan.admin, yunchuan.leader)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_another_administrator_signs(yunchuan):
    hold_only(yunchuan.window, Role.ADMINISTRATOR)
    row = ask(yunchuan)

    sign(row, yunchuan.window)

    assert Role.DEPUTY in own_roles_of(yunchuan.lu)


@pytest.mark.parametrize("who", ["admin", "lu", "cheng", "shen", "auditor"])
def test_nobody_else_signs(yunchuan, who):
    row = ask(yunchuan)

    with pytest.raises(Refused):
        sign(row, getattr(yunchuan, who))

    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER}


def test_whose_roles_they_are_does_not_sign_for_himself(yunchuan):
    hold_only(yunchuan.window, Role.ADMINISTRATOR)
    row = ask(yunchuan, yunchuan.window, Role.ADMINISTRATOR, Role.AUDITOR, exemption="人少")

    with pytest.raises(Refused, match="角色所属人员"):
        sign(row, yunchuan.window)


def test_a_lent_role_signs_no_roles(yunchuan):
    absence = DelegationTerms(Role.LEADER, T0 - HOUR, T0 + HOUR, "出差")
    delegate(
        principal=yunchuan.leader,
        to=yunchuan.cheng,
        absence=absence,
        by=yunchuan.leader,
        now=T0,
    )
    row = ask(yunchuan)
    stand_in = with_delegated_roles(Officer.objects.get(pk=yunchuan.cheng.pk), T0)

    with pytest.raises(Refused):
        sign(row, stand_in)
    assert not ROLES_KIND.may_decide(row.signoff, stand_in)
    assert ROLES_KIND.may_decide(row.signoff, yunchuan.leader)


def test_who_stands_in_for_the_one_concerned_signs_nothing_for_him(yunchuan):
    absence = DelegationTerms(Role.SPOKESPERSON, T0 - HOUR, T0 + HOUR, "出差")
    delegate(
        principal=yunchuan.speaker,
        to=yunchuan.leader,
        absence=absence,
        by=yunchuan.speaker,
        now=T0,
    )
    row = ask(yunchuan, yunchuan.speaker, Role.SPOKESPERSON, Role.DEPUTY)

    with pytest.raises(Refused, match="代行"):
        sign(row, yunchuan.leader)


def test_who_reset_one_password_or_two_gives_himself_no_second_signature(yunchuan):
    hold_only(yunchuan.window, Role.ADMINISTRATOR)
    Officer.objects.update(last_login=T0 - DAY)
    second, leader = (
        Officer.objects.get(pk=one.pk) for one in (yunchuan.window, yunchuan.leader)
    )
    reset_password(
        officer=second, password="x7mq-3nvx-9kpd", by=yunchuan.admin, now=T0, signed_by=leader
    )
    row = ask(yunchuan, by=second)  # or whoever signs in as he
    reset_password(
        officer=leader,
        password="x7mq-3nvx-9kpe",
        by=yunchuan.admin,
        now=T0,
        signed_by=yunchuan.cheng,
    )

    for signer in (yunchuan.admin, leader):
        with pytest.raises(Refused, match="重设"):
            sign(row, signer)
    assert role_signers(row, T0) == []
    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER}
    sign(row, leader, now=T0 + 8 * DAY)


@pytest.mark.parametrize("reset", ["password", "factor"])
def test_who_could_act_as_the_signer_gets_no_signature_of_his(yunchuan, reset):
    hold_only(yunchuan.window, Role.ADMINISTRATOR)
    Officer.objects.filter(pk=yunchuan.window.pk).update(last_login=T0 - DAY)
    other = Officer.objects.get(pk=yunchuan.window.pk)
    add_second_factor(other)
    if reset == "password":
        reset_password(
            officer=other,
            password="x7mq-3nvx-9kpd",
            by=yunchuan.admin,
            now=T0,
            signed_by=yunchuan.leader,
        )
    else:
        reset_second_factor(officer=other, by=yunchuan.admin, now=T0, signed_by=yunchuan.leader)
    row = ask(yunchuan)

    with pytest.raises(Refused, match="重设"):
        sign(row, other)
    assert other not in role_signers(row, T0)
    assert yunchuan.leader in role_signers(row, T0)
    sign(row, other, now=T0 + 8 * DAY)
    assert Role.DEPUTY in own_roles_of(yunchuan.lu)


def test_it_is_returned_with_a_reason_and_nothing_changes(yunchuan):
    row = ask(yunchuan)

    with pytest.raises(Refused, match="理由"):
        sign(row, yunchuan.leader, approve=False)
    sign(row, yunchuan.leader, approve=False, reason="没有任职文件")

    assert own_roles_of(yunchuan.lu) == {Role.DUTY_OFFICER}
    assert row.signoff.decision == Decision.RETURNED
    written = AuditRecord.objects.get(verb="officer.roles_returned")
    assert written.data["reason"] == "没有任职文件"


def test_roles_that_changed_meanwhile_void_the_signature(yunchuan):
    row = ask(yunchuan)
    shown = role_request_hash(row)
    hold(yunchuan.lu, Role.MEMBER)

    with pytest.raises(Stale):
        sign(row, yunchuan.leader, shown=shown)
    with pytest.raises(Stale):
        sign(row, yunchuan.leader)

    assert Role.DEPUTY not in own_roles_of(yunchuan.lu)


def test_the_auditors_role_is_taken_away_by_two(yunchuan):
    row = ask(yunchuan, yunchuan.auditor, Role.MEMBER)

    sign(row, yunchuan.leader)

    assert own_roles_of(yunchuan.auditor) == {Role.MEMBER}


def test_an_exemption_is_recorded_and_listed_with_both_persons(yunchuan):
    row = ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER, exemption="只有三个人")
    assert exclusive_roles_of(yunchuan.bureau.pk) == []

    sign(row, yunchuan.leader)

    [found] = exclusive_roles_of(yunchuan.bureau.pk)
    assert found.officer == yunchuan.auditor
    assert found.exemption == row
    # The same roles are given again without another exemption, others are not.
    assert ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER) is None
    with pytest.raises(Refused, match="兼任"):
        ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER, Role.DUTY_OFFICER)


def test_who_holds_such_roles_from_before_is_listed_without_an_exemption(yunchuan):
    hold(yunchuan.auditor, Role.MEMBER)

    [found] = exclusive_roles_of(yunchuan.bureau.pk)
    assert found.exemption is None
    row = ask(yunchuan, yunchuan.auditor, Role.AUDITOR, Role.MEMBER, exemption="只有三个人")
    sign(row, yunchuan.leader)
    [found] = exclusive_roles_of(yunchuan.bureau.pk)
    assert found.exemption == row
