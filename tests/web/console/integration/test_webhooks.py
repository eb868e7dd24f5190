"""The page of a webhook: added, confirmed by another, tried, its secret, sent again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiying.base.integration.models import Webhook, WebhookDelivery
from huiying.jobs.delivery import webhooks
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.scenarios.integration import add_test_webhook
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PAGE = "/desk/integration/webhooks/"
FORM = {
    "name": "城运中心平台",
    "url": "https://data.yunchuan.example/in/key-abc",
    "events": ["incident.confirmed", "release.published"],
}


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0)


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def test_it_is_added_its_secret_shown_once_and_confirmed_by_the_leader(yunchuan, admin):
    shown = page_of(admin.post(f"{PAGE}add/", FORM, follow=True))
    row = Webhook.objects.get()
    assert row.secret in shown
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", row.secret)
    listed = page_of(admin.get("/desk/integration/"))
    assert "待确认" in listed
    assert "key-abc" not in listed

    leader = signed_in(yunchuan.leader)
    assert row.name in page_of(leader.get("/desk/group/"))
    asked = page_of(leader.get(f"{PAGE}{row.pk}/confirm/"))
    assert "https://data.yunchuan.example…" in asked
    leader.post(f"{PAGE}{row.pk}/confirm/", {"version": str(row.revision)})

    row.refresh_from_db()
    assert row.confirmed
    another = signed_in(yunchuan.admin)
    assert row.secret not in page_of(another.get(f"{PAGE}{row.pk}/secret/shown/"))


def test_a_trial_shows_what_came_of_it_and_goes_out_again(yunchuan, admin):
    with serving(Hook(500)) as hook:
        row = add_test_webhook(yunchuan, hook.url, T0, confirmed=False)
        page_of(admin.post(f"{PAGE}{row.pk}/test/", follow=True))
        webhooks.turn(T0)
        assert "HTTP 500" in page_of(admin.get(f"{PAGE}{row.pk}/"))
        hook.status = 200
        webhooks.turn(T0 + timedelta(minutes=1))
        delivery = WebhookDelivery.objects.get()
        assert "已交付" in page_of(admin.get(f"{PAGE}{row.pk}/"))
        admin.post(f"{PAGE}deliveries/{delivery.pk}/resend/")
        webhooks.turn(T0 + timedelta(minutes=2))

    ids = {headers["webhook-id"] for _path, headers, _body in hook.got}
    assert (len(hook.got), ids) == (3, {delivery.event_id})


def test_another_secret_is_shown_once_and_waits_for_the_leader(yunchuan, admin):
    row = add_test_webhook(yunchuan, FORM["url"], T0)
    old, page = row.secret, f"{PAGE}{row.pk}/"

    shown = page_of(admin.post(f"{page}secret/", follow=True))
    row.refresh_from_db()
    assert row.next_secret in shown
    assert "原密钥继续有效" in shown
    mine = page_of(admin.get(page))
    assert "新密钥待确认" in mine
    assert f"{page}secret/confirm/" not in mine
    leader = signed_in(yunchuan.leader)
    assert f"{page}secret/confirm/" in page_of(leader.get("/desk/group/"))
    asked = page_of(leader.get(f"{page}secret/confirm/"))
    assert yunchuan.admin.name in asked.text
    new = row.next_secret
    leader.post(f"{page}secret/confirm/", {"version": str(row.revision)})

    row.refresh_from_db()
    assert row.keys_at(T0) == [new, old]
    assert "新密钥待确认" not in page_of(admin.get(page))


def test_another_secret_is_withdrawn_by_a_button(yunchuan, admin):
    row = add_test_webhook(yunchuan, FORM["url"], T0)
    admin.post(f"{PAGE}{row.pk}/secret/")

    found = page_of(admin.post(f"{PAGE}{row.pk}/secret/drop/", follow=True))

    row.refresh_from_db()
    assert row.next_secret == ""
    assert "原密钥继续有效" in found


def test_a_changed_address_waits_for_a_second_person(yunchuan, admin):
    row = add_test_webhook(yunchuan, FORM["url"], T0)
    form = {"name": row.name, "url": "https://else.example/", "events": row.events}

    admin.post(f"{PAGE}{row.pk}/edit/", {**form, "active": "on"})

    row.refresh_from_db()
    assert not row.confirmed
    assert "待确认" in page_of(admin.get(f"{PAGE}{row.pk}/"))
