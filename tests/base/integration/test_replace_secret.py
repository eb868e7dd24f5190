"""The secret of a webhook is replaced by two persons; until then the old one stays in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.integration.actions.replace_secret import (
    ask_secret,
    confirm_secret,
    drop_secret,
)
from huiying.base.integration.actions.set_webhook import confirm_webhook
from tests.scenarios.integration import add_test_webhook

pytestmark = pytest.mark.django_db
URL = "https://data.yunchuan.example/in/key-abc"


@pytest.fixture
def webhook(yunchuan, now):
    return add_test_webhook(yunchuan, URL, now)


def ask(cast, webhook, now):
    made = ask_secret(webhook=webhook, officer=cast.admin, now=now)
    webhook.refresh_from_db()
    return made


def confirm(officer, webhook, now):
    confirm_secret(webhook=webhook, revision=webhook.revision, officer=officer, now=now)
    webhook.refresh_from_db()


def test_until_a_second_person_confirmed_it_the_old_one_alone_signs_events(
    yunchuan, now, webhook
):
    old = webhook.secret

    new = ask(yunchuan, webhook, now)

    assert new != old
    assert webhook.keys_at(now) == [old]
    assert webhook.keys_at(now, trial=True) == [old, new], "the other side can try it"

    confirm(yunchuan.leader, webhook, now)

    assert webhook.keys_at(now + timedelta(hours=23)) == [new, old]
    assert webhook.keys_at(now + timedelta(hours=24)) == [new]
    assert webhook.keys_at(now + timedelta(hours=24), trial=True) == [new]


def test_who_asked_for_it_does_not_confirm_it_nor_who_signs_for_nobody(yunchuan, now, webhook):
    ask(yunchuan, webhook, now)

    with pytest.raises(Refused, match="另一位"):
        confirm(yunchuan.admin, webhook, now)
    with pytest.raises(PermissionDenied):
        confirm(yunchuan.shen, webhook, now)
    with pytest.raises(PermissionDenied):
        ask_secret(webhook=webhook, officer=yunchuan.leader, now=now)

    webhook.refresh_from_db()
    assert webhook.keys_at(now) == [webhook.secret]


def test_one_that_was_asked_for_again_since_it_was_shown_is_not_confirmed(
    yunchuan, now, webhook
):
    first = ask(yunchuan, webhook, now)
    seen = webhook.revision
    second = ask(yunchuan, webhook, now)

    with pytest.raises(Stale):
        confirm_secret(webhook=webhook, revision=seen, officer=yunchuan.leader, now=now)
    confirm(yunchuan.leader, webhook, now)

    assert webhook.secret == second != first
    with pytest.raises(Refused, match="没有待确认"):
        confirm(yunchuan.leader, webhook, now)


def test_one_that_is_withdrawn_leaves_the_old_one_in_force(yunchuan, now, webhook):
    old = webhook.secret
    ask(yunchuan, webhook, now)

    drop_secret(webhook=webhook, officer=yunchuan.admin, now=now)

    webhook.refresh_from_db()
    assert webhook.keys_at(now, trial=True) == [old]
    with pytest.raises(Refused, match="没有待确认"):
        drop_secret(webhook=webhook, officer=yunchuan.admin, now=now)
    with pytest.raises(Refused, match="没有待确认"):
        confirm(yunchuan.leader, webhook, now)


def test_of_a_webhook_that_nobody_confirmed_yet_it_is_confirmed_with_the_address(yunchuan, now):
    row = add_test_webhook(yunchuan, URL, now, confirmed=False)
    seen = row.revision

    new = ask(yunchuan, row, now)

    assert row.keys_at(now) == [new]
    with pytest.raises(Stale):
        confirm_webhook(webhook=row, revision=seen, officer=yunchuan.leader, now=now)


def test_the_next_secret_is_sealed_and_stands_in_no_record(yunchuan, now, webhook):
    new = ask(yunchuan, webhook, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_secret FROM integration_webhook")
        stored = str(cursor.fetchone())
    confirm(yunchuan.leader, webhook, now)

    assert new not in stored
    records = AuditRecord.objects.filter(verb__startswith="webhook.secret").order_by("seq")
    assert [row.verb for row in records] == ["webhook.secret_asked", "webhook.secret_replaced"]
    assert records[1].data["asked_by"] == f"officer:{yunchuan.admin.pk}"
    assert new not in str([row.data for row in records])
