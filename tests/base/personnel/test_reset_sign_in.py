"""Who sets somebody else's password or takes the second factor away does not do so unseen."""

from __future__ import annotations

import pytest
from allauth.mfa.utils import is_mfa_enabled

from huiying.base.accounts.core.models import Officer
from huiying.base.outbox.models import Channel, Message
from huiying.base.personnel.actions.reset_sign_in import reset_password, reset_second_factor
from tests.factories import T0
from tests.web.clients import add_second_factor

pytestmark = pytest.mark.django_db
NEW = "x7mq-3nvx-9kpd"


@pytest.fixture
def mailbox(yunchuan):
    return Channel.objects.create(
        bureau=yunchuan.bureau,
        officer=yunchuan.lu,
        kind="SMTP",
        name="陆知远",
        target="lu@yunchuan.example",
        verified_at=T0,
    )


def test_a_password_that_somebody_else_set_is_changed_and_told(yunchuan, mailbox):
    reset_password(
        officer=yunchuan.lu, password=NEW, by=yunchuan.admin, now=T0, signed_by=yunchuan.leader
    )

    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    assert lu.must_change_password
    message = Message.objects.get()
    assert message.channel == mailbox
    assert "陆知远的口令由方知行于 11-24 10:00 重设" in message.body
    assert NEW not in message.body


def test_a_second_factor_that_somebody_else_took_away_is_told(yunchuan, mailbox):
    add_second_factor(yunchuan.lu)

    assert (
        reset_second_factor(
            officer=yunchuan.lu, by=yunchuan.admin, now=T0, signed_by=yunchuan.leader
        )
        == 1
    )

    assert not is_mfa_enabled(yunchuan.lu)
    assert "陆知远的双因素认证由方知行于 11-24 10:00 重设" in Message.objects.get().body


def test_who_resets_his_own_needs_no_message(yunchuan):
    reset_password(officer=yunchuan.admin, password=NEW, by=yunchuan.admin, now=T0)

    admin = Officer.objects.get(pk=yunchuan.admin.pk)
    assert not admin.must_change_password
    assert admin.password_reset_by is None
    assert not Message.objects.exists()


def test_an_account_that_was_never_used_is_nobodys_to_take_over(yunchuan):
    reset_password(
        officer=yunchuan.lu, password=NEW, by=yunchuan.admin, now=T0, signed_by=yunchuan.leader
    )
    assert Officer.objects.get(pk=yunchuan.lu.pk).password_reset_by is None

    Officer.objects.filter(pk=yunchuan.lu.pk).update(last_login=T0)
    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    reset_password(
        officer=lu, password=NEW, by=yunchuan.admin, now=T0, signed_by=yunchuan.leader
    )
    lu.refresh_from_db()
    assert (lu.password_reset_by, lu.password_reset_at) == (yunchuan.admin, T0)
