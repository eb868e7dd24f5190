"""Who signs, approves or administers is reset by two persons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.utils import is_mfa_enabled

from huiying.base.accounts.core.hands import TAKEN_OVER, in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Channel, Message
from huiying.base.personnel.actions.grant_reset import (
    RESET_KIND,
    ask_reset,
    decide_reset,
    reset_hash,
)
from huiying.base.personnel.actions.reset_sign_in import reset_password, reset_second_factor
from huiying.base.personnel.models import ResetKind
from huiying.base.personnel.resets import takes_two_to_reset, unused_reset
from tests.factories import PASSWORD, T0
from tests.new_accounts import put_in, take_over
from tests.web.clients import add_second_factor

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask(cast, officer, kind=ResetKind.PASSWORD, by=None):
    return ask_reset(officer=officer, kind=kind, reason="手机丢失", by=by or cast.admin, now=T0)


def decide(row, officer, *, approve=True, reason="", now=T0):
    decide_reset(
        row,
        approve=approve,
        reason=reason,
        shown_hash=reset_hash(row),
        officer=officer,
        now=now,
    )


@pytest.mark.parametrize("who", ["lu", "shen", "cheng", "leader", "speaker", "auditor"])
def test_nobody_alone_resets_who_signs_or_administers(yunchuan, who):
    officer = getattr(yunchuan, who)

    with pytest.raises(Refused, match="须由第二人签署"):
        reset_password(officer=officer, password="x7mq-3nvx-9kpd", by=yunchuan.admin, now=T0)
    with pytest.raises(Refused, match="须由第二人签署"):
        reset_second_factor(officer=officer, by=yunchuan.admin, now=T0)

    assert Officer.objects.get(pk=officer.pk).check_password(PASSWORD)


def test_who_only_works_for_a_unit_is_reset_at_once(yunchuan):
    assert not takes_two_to_reset(yunchuan.water, yunchuan.admin, T0)

    reset_password(officer=yunchuan.water, password="x7mq-3nvx-9kpd", by=yunchuan.admin, now=T0)


@pytest.mark.parametrize("who", ["leader", "cheng", "shen"])
def test_a_second_person_signs_and_the_old_password_is_void(yunchuan, who):
    Officer.objects.filter(pk=yunchuan.lu.pk).update(last_login=T0 - HOUR)
    row = ask(yunchuan, Officer.objects.get(pk=yunchuan.lu.pk))
    assert Officer.objects.get(pk=yunchuan.lu.pk).check_password(PASSWORD)

    decide(row, getattr(yunchuan, who))

    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    assert not lu.check_password(PASSWORD)
    assert lu.must_change_password
    assert (lu.password_reset_by, lu.password_reset_at) == (yunchuan.admin, T0)
    assert AuditRecord.objects.get(verb="officer.reset_signed").data == {
        "kind": "PASSWORD",
        "requested_by": f"officer:{yunchuan.admin.pk}",
    }


def test_the_leader_is_reset_by_a_deputys_signature_and_signs_nothing_of_that_hand(yunchuan):
    ghost = take_over(put_in(yunchuan, "ghost", Role.DUTY_OFFICER))
    Officer.objects.filter(pk=yunchuan.leader.pk).update(last_login=T0 - HOUR)
    leader = Officer.objects.get(pk=yunchuan.leader.pk)

    decide(ask(yunchuan, leader), yunchuan.cheng)

    assert in_one_hand(leader, ghost, T0)
    assert in_one_hand(leader, yunchuan.admin, T0 + TAKEN_OVER - HOUR)
    assert not in_one_hand(leader, yunchuan.admin, T0 + TAKEN_OVER)


def test_the_only_administrator_is_reset_by_another_who_is_seeded_and_the_leader(yunchuan):
    second = Officer.objects.get(pk=yunchuan.window.pk)
    row = ask(yunchuan, yunchuan.admin, ResetKind.SECOND_FACTOR, by=second)
    add_second_factor(yunchuan.admin)

    decide(row, yunchuan.leader)

    assert not is_mfa_enabled(yunchuan.admin)


def test_neither_who_asked_nor_whose_it_is_nor_their_hands_sign(yunchuan):
    ghost = take_over(put_in(yunchuan, "ghost", Role.OFFICE))
    row = ask(yunchuan, yunchuan.shen)

    for officer in (yunchuan.admin, yunchuan.shen, ghost, yunchuan.lu, yunchuan.auditor):
        with pytest.raises(Refused):
            decide(row, officer)
        assert not RESET_KIND.may_decide(row.signoff, officer)
    assert RESET_KIND.may_decide(row.signoff, yunchuan.leader)


def test_it_is_returned_with_a_reason_and_nothing_changes(yunchuan):
    row = ask(yunchuan, yunchuan.lu)

    with pytest.raises(Refused, match="理由"):
        decide(row, yunchuan.leader, approve=False)
    decide(row, yunchuan.leader, approve=False, reason="本人说没有要求")

    assert Officer.objects.get(pk=yunchuan.lu.pk).check_password(PASSWORD)
    assert AuditRecord.objects.get(verb="officer.reset_returned").data["reason"]


def test_who_signed_in_meanwhile_is_not_reset(yunchuan):
    row = ask(yunchuan, yunchuan.lu)
    shown = reset_hash(row)
    Officer.objects.filter(pk=yunchuan.lu.pk).update(last_login=T0 + HOUR)

    with pytest.raises(Stale, match="已登录或修改口令"):
        decide_reset(
            row,
            approve=True,
            reason="",
            shown_hash=shown,
            officer=yunchuan.leader,
            now=T0 + HOUR,
        )


def test_the_officer_hears_of_it_when_it_is_asked_for(yunchuan):
    Channel.objects.create(
        bureau=yunchuan.bureau,
        officer=yunchuan.lu,
        kind="SMTP",
        name="陆知远",
        target="lu@yunchuan.example",
        verified_at=T0,
    )

    ask(yunchuan, yunchuan.lu)

    assert "方知行于 11-24 10:00 申请重设陆知远的口令" in Message.objects.get().body


def test_the_link_is_for_who_asked_until_it_is_used(yunchuan):
    row = ask(yunchuan, yunchuan.lu)
    decide(row, yunchuan.leader)
    lu = Officer.objects.get(pk=yunchuan.lu.pk)

    assert unused_reset(lu, yunchuan.admin, T0 + HOUR) == row
    assert unused_reset(lu, yunchuan.leader, T0 + HOUR) is None
    assert unused_reset(lu, yunchuan.admin, T0 + 100 * HOUR) is None
    Officer.objects.filter(pk=lu.pk).update(last_login=T0 + HOUR)
    assert unused_reset(Officer.objects.get(pk=lu.pk), yunchuan.admin, T0 + HOUR) is None


def test_who_added_an_account_makes_its_lost_link_anew(yunchuan):
    officer = put_in(yunchuan, "xu", Role.DUTY_OFFICER)

    assert not takes_two_to_reset(officer, yunchuan.admin, T0)
    assert takes_two_to_reset(officer, yunchuan.window, T0)
    assert takes_two_to_reset(take_over(officer), yunchuan.admin, T0)


def test_nobody_asks_for_his_own_nor_without_a_reason(yunchuan):
    with pytest.raises(Refused, match="另一位系统管理员"):
        ask(yunchuan, yunchuan.admin)
    with pytest.raises(Refused, match="理由"):
        ask_reset(
            officer=yunchuan.lu,
            kind=ResetKind.PASSWORD,
            reason=" ",
            by=yunchuan.admin,
            now=T0,
        )
