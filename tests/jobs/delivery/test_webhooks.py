"""Events reach another system: signed, with numbers alone, and again when it refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import timedelta

import pytest

from huiying.base.integration.actions.deliver_events import try_webhook
from huiying.base.integration.actions.replace_secret import ask_secret, confirm_secret
from huiying.base.integration.events import TEST
from huiying.base.integration.models import DeliveryState, WebhookDelivery
from huiying.jobs.delivery import webhooks
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.integration import add_test_webhook
from tests.scenarios.petitions import accuse, registered

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


def a_case(cast):
    incident = incident_of(cast, QUEUE)
    make_solved_notice(cast, incident)
    return incident, make_release(cast, incident)


def send_all(now=LATER):
    while webhooks.turn(now):
        pass


def signed_by(secret, headers, body):
    key = b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def test_a_matter_from_confirmation_to_release_is_told_in_types_and_numbers(yunchuan):
    with serving(Hook()) as hook:
        add_test_webhook(yunchuan, hook.url, T0)
        incident, release = a_case(yunchuan)
        send_all()

    events = [json.loads(body) for _path, _headers, body in hook.got]
    types = sorted(event["type"] for event in events)
    assert types == [
        "incident.confirmed",
        "notice.acknowledged",
        "notice.delivered",
        "notice.sent",
        "release.published",
    ]
    by_type = {event["type"]: event["data"] for event in events}
    assert by_type["incident.confirmed"] == {
        "bureau": "yunchuan",
        "number": incident.number,
        "incident": incident.number,
        "url": f"/api/v1/incidents/{incident.number}",
    }
    assert by_type["release.published"]["number"] == release.answer.number
    assert by_type["release.published"]["version"] == 1
    everything = b" ".join(body for _path, _headers, body in hook.got).decode()
    assert incident.title not in everything
    for officer in (yunchuan.lu, yunchuan.shen, yunchuan.window, yunchuan.speaker):
        assert officer.name not in everything


def replaced(webhook, cast):
    """Replace the secret by two persons."""
    new = ask_secret(webhook=webhook, officer=cast.admin, now=LATER)
    webhook.refresh_from_db(fields=["revision"])
    confirm_secret(webhook=webhook, revision=webhook.revision, officer=cast.leader, now=LATER)
    return new


def test_a_secret_that_nobody_confirmed_signs_a_trial_and_no_event(yunchuan):
    with serving(Hook(204)) as hook:
        webhook = add_test_webhook(yunchuan, hook.url, T0, events=["incident.confirmed"])
        new = ask_secret(webhook=webhook, officer=yunchuan.admin, now=T0)
        incident_of(yunchuan, QUEUE)
        try_webhook(webhook=webhook, officer=yunchuan.admin, now=LATER)
        webhooks.turn(LATER)

    signed = {
        json.loads(body)["type"]: headers["webhook-signature"].split()
        == [signed_by(key, headers, body) for key in keys]
        for _path, headers, body in hook.got
        for keys in ([webhook.secret, new] if TEST.encode() in body else [webhook.secret],)
    }
    assert signed == {"incident.confirmed": True, TEST: True}


def test_each_delivery_is_signed_and_its_id_stays_the_same_when_it_is_repeated(yunchuan):
    with serving(Hook(503)) as hook:
        webhook = add_test_webhook(yunchuan, hook.url, T0, events=["incident.confirmed"])
        incident_of(yunchuan, QUEUE)
        webhooks.turn(LATER)
        new = replaced(webhook, yunchuan)
        hook.status = 204
        webhooks.turn(LATER + timedelta(minutes=5))

    (_p, first, body), (_q, second, same_body) = hook.got
    assert (first["webhook-id"], body) == (second["webhook-id"], same_body)
    assert first["webhook-signature"] == signed_by(webhook.secret, first, body)
    both = [signed_by(new, second, body), signed_by(webhook.secret, second, body)]
    assert second["webhook-signature"].split() == both
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.DONE, 2)


@pytest.mark.parametrize(
    "url", ["http://10.1.2.3/in", "http://169.254.169.254/latest", "http://[::1]/in"]
)
def test_an_address_inside_the_network_is_refused(yunchuan, url):
    add_test_webhook(yunchuan, url, T0)
    incident_of(yunchuan, QUEUE)

    webhooks.turn(LATER)

    row = WebhookDelivery.objects.get()
    assert row.state == DeliveryState.QUEUED
    assert "内部网络" in row.last_error


def test_a_webhook_follows_no_redirect(yunchuan):
    with serving(Hook(302)) as hook:
        add_test_webhook(yunchuan, hook.url, T0)
        incident_of(yunchuan, QUEUE)
        webhooks.turn(LATER)

    assert len(hook.got) == 1
    assert "跳转" in WebhookDelivery.objects.get().last_error


def test_a_system_that_says_gone_is_told_nothing_any_more(yunchuan):
    with serving(Hook(410)) as hook:
        webhook = add_test_webhook(yunchuan, hook.url, T0)
        incident_of(yunchuan, QUEUE)
        send_all()

    webhook.refresh_from_db()
    assert not webhook.active
    assert "410" in webhook.off_reason


def test_petitions_and_accusations_are_no_events(yunchuan):
    add_test_webhook(yunchuan, "http://127.0.0.1:1/in", T0)

    registered(yunchuan)
    accuse(yunchuan)
    webhooks.turn(LATER)

    assert not WebhookDelivery.objects.exists()


def test_a_sandbox_tells_nobody(yunchuan):
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])
    with serving(Hook()) as hook:
        add_test_webhook(yunchuan, hook.url, T0)
        incident_of(yunchuan, QUEUE)
        send_all()

    assert hook.got == []
    assert WebhookDelivery.objects.get().state == DeliveryState.DROPPED
