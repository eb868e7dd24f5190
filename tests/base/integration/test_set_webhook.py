"""A webhook is told nothing until a second person confirmed address and events."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.integration.actions.set_webhook import (
    WebhookTerms,
    add_webhook,
    confirm_webhook,
    edit_webhook,
)
from tests.scenarios.integration import add_test_webhook

pytestmark = pytest.mark.django_db
URL = "https://data.yunchuan.example/in/key-abc"


def terms(**change):
    return WebhookTerms(
        **{"name": "城运中心平台", "url": "", "events": ["incident.closed"]} | change
    )


@pytest.fixture
def webhook(yunchuan, now):
    return add_test_webhook(yunchuan, URL, now, events=["incident.closed"])


def test_who_added_it_does_not_confirm_it(yunchuan, now):
    row = add_test_webhook(yunchuan, URL, now, confirmed=False)

    with pytest.raises(Refused, match="另一位"):
        confirm_webhook(webhook=row, revision=0, officer=yunchuan.admin, now=now)
    with pytest.raises(PermissionDenied):
        confirm_webhook(webhook=row, revision=0, officer=yunchuan.shen, now=now)
    with pytest.raises(Stale):
        confirm_webhook(webhook=row, revision=7, officer=yunchuan.leader, now=now)
    confirm_webhook(webhook=row, revision=0, officer=yunchuan.leader, now=now)

    row.refresh_from_db()
    assert row.confirmed
    assert row.seq <= AuditHead.objects.get(bureau_ref=yunchuan.bureau.pk).seq
    assert row.seq > 0, "nothing of what was before it is told"


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"name": "大数据局平台"}, False),
        ({"url": URL}, False),
        ({"url": "https://elsewhere.example/in"}, True),
        ({"events": ["incident.closed", "notice.sent"]}, True),
    ],
)
def test_another_address_or_event_asks_for_a_second_person_again(
    yunchuan, now, webhook, change, again
):
    edit_webhook(
        webhook=webhook, terms=terms(**change), active=True, officer=yunchuan.admin, now=now
    )

    webhook.refresh_from_db()
    assert webhook.confirmed is not again
    assert webhook.url == change.get("url", URL)


def test_address_and_secret_are_sealed_and_stand_in_no_record(yunchuan, now, webhook):
    with connection.cursor() as cursor:
        cursor.execute("SELECT url, secret FROM integration_webhook")
        stored = str(cursor.fetchone())

    assert "key-abc" not in stored
    assert webhook.secret not in stored
    records = str(list(AuditRecord.objects.values_list("data", flat=True)))
    assert "key-abc" not in records
    assert webhook.secret not in records


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"url": "ftp://x.example/"},
        {"url": ""},
        {"events": []},
        {"events": ["petition.received"]},
    ],
)
def test_what_could_not_work_is_refused(yunchuan, now, change):
    asked = terms(**({"url": URL} | change))

    with pytest.raises(Refused):
        add_webhook(terms=asked, officer=yunchuan.admin, now=now)
