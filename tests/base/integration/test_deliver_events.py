"""Events of the record on their way: queued once, tried again, given up, switched off."""

from __future__ import annotations

from datetime import timedelta
from random import SystemRandom

import pytest

from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.integration.actions.deliver_events import (
    BACK_OFF,
    LEASE,
    SWITCH_OFF,
    claim_events,
    delete_old_deliveries,
    mark_delivered,
    mark_event_failed,
    queue_events,
    send_event_again,
    try_webhook,
)
from huiying.base.integration.actions.set_webhook import WebhookTerms, edit_webhook
from huiying.base.integration.models import DeliveryState, Webhook, WebhookDelivery
from huiying.base.outbox.models import BoardAlarm
from tests.scenarios.integration import add_test_webhook

pytestmark = pytest.mark.django_db
URL = "https://data.yunchuan.example/in"


@pytest.fixture
def webhook(yunchuan, now):
    return add_test_webhook(yunchuan, URL, now)


def queue(webhook, now):
    return queue_events(webhook=webhook, describe=lambda one: {"number": one.ref}, now=now)


def claim(now):
    return claim_events(now=now, limit=8, per_webhook=2)


def fail(delivery, now, *, gone=False):
    mark_event_failed(
        delivery=delivery, error="HTTP 500", gone=gone, now=now, dice=SystemRandom()
    )


@pytest.fixture
def happened(yunchuan, now):
    def happen(verb="incident.closed"):
        record(yunchuan.office, verb, yunchuan.shen, now)

    return happen


def test_what_the_record_says_is_queued_once_and_other_acts_are_not(webhook, happened, now):
    happened()
    happened("unit.changed")

    assert (queue(webhook, now), queue(webhook, now)) == (1, 0)
    happened("incident.reopened")
    assert queue(webhook, now) == 1
    types = WebhookDelivery.objects.order_by("pk").values_list("event_type", flat=True)
    assert list(types) == ["incident.closed", "incident.reopened"]


def test_while_it_is_off_or_unconfirmed_nothing_is_queued_and_nothing_is_lost(
    yunchuan, webhook, happened, now
):
    terms = WebhookTerms(webhook.name, "", webhook.events)
    edit_webhook(webhook=webhook, terms=terms, active=False, officer=yunchuan.admin, now=now)
    happened()
    assert queue(webhook, now) == 0

    edit_webhook(webhook=webhook, terms=terms, active=True, officer=yunchuan.admin, now=now)
    assert queue(webhook, now) == 1


def test_a_claim_is_a_lease_and_a_lost_one_goes_out_again_under_its_id(webhook, happened, now):
    happened()
    queue(webhook, now)

    (first,) = claim(now)
    assert claim(now) == []
    (second,) = claim(now + LEASE)

    assert first.event_id == second.event_id
    mark_delivered(delivery=second, now=now)
    assert claim(now + 2 * LEASE) == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_however_much_waits_for_one_webhook_it_holds_up_no_other(
    yunchuan, linxi, webhook, now, confirmed
):
    def queued(row, number, at):
        WebhookDelivery.objects.create(
            bureau_id=row.bureau_id,
            webhook=row,
            event_id=f"evt_{row.pk}_{number}",
            event_type="incident.closed",
            body="{}",
            queued_at=at,
            next_try_at=at,
        )

    other = add_test_webhook(linxi, "https://data.linxi.example/in", now)
    Webhook.objects.filter(pk=webhook.pk).update(confirmed=confirmed)
    for number in range(120):
        queued(webhook, number, now - timedelta(minutes=5))
    queued(other, 0, now)

    of_other = [row for row in claim(now) if row.webhook_id == other.pk]

    assert len(of_other) == 1


def test_a_failed_event_is_tried_longer_and_longer_and_then_given_up(webhook, happened, now):
    happened()
    queue(webhook, now)

    waits, at = [], now
    for _one in range(len(BACK_OFF) + 1):
        (delivery,) = claim(at)
        fail(delivery, at)
        delivery.refresh_from_db()
        waits.append(delivery.next_try_at - at)
        at = delivery.next_try_at

    assert delivery.state == DeliveryState.DEAD
    tried = waits[:-1]
    assert tried == sorted(tried)
    assert timedelta(seconds=20) < tried[0] < timedelta(seconds=40)
    assert tried[-1] > timedelta(hours=9)


def test_after_many_failures_it_is_switched_off_with_an_alarm(yunchuan, webhook, happened, now):
    for number in range(SWITCH_OFF):
        happened()
        queue(webhook, now)
        (delivery,) = claim(now)
        fail(delivery, now)
        webhook.refresh_from_db()
        assert webhook.active is (number + 1 < SWITCH_OFF)

    alarm = BoardAlarm.objects.get()
    assert "城运中心平台" in alarm.text
    assert claim(now + timedelta(days=1)) == [], "nothing goes out while it is off"
    edit_webhook(
        webhook=webhook,
        terms=WebhookTerms(webhook.name, "", webhook.events),
        active=True,
        officer=yunchuan.admin,
        now=now,
    )
    alarm.refresh_from_db()
    assert alarm.ended_at == now
    assert claim(now + timedelta(days=1)) != []


def test_a_success_ends_the_count_of_failures_and_gone_ends_it_at_once(webhook, happened, now):
    happened()
    queue(webhook, now)
    (delivery,) = claim(now)
    fail(delivery, now)
    (delivery,) = claim(now + LEASE)
    mark_delivered(delivery=delivery, now=now)
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.last_ok_at) == (0, now)

    happened()
    queue(webhook, now)
    (delivery,) = claim(now)
    fail(delivery, now, gone=True)
    webhook.refresh_from_db()
    assert not webhook.active


def test_a_trial_goes_out_also_before_somebody_confirmed_and_events_do_not(yunchuan, now):
    webhook = add_test_webhook(yunchuan, URL, now, confirmed=False)

    trial = try_webhook(webhook=webhook, officer=yunchuan.admin, now=now)

    assert [row.pk for row in claim(now)] == [trial.pk]
    with pytest.raises(Refused, match="正在发送"):
        try_webhook(webhook=webhook, officer=yunchuan.admin, now=now)


def test_an_event_that_was_delivered_can_go_out_again_under_its_id(
    yunchuan, webhook, happened, now
):
    happened()
    queue(webhook, now)
    (delivery,) = claim(now)
    with pytest.raises(Refused, match="正在发送"):
        send_event_again(delivery=delivery, officer=yunchuan.admin, now=now)
    mark_delivered(delivery=delivery, now=now)

    send_event_again(delivery=delivery, officer=yunchuan.admin, now=now)

    assert [row.event_id for row in claim(now)] == [delivery.event_id]


def test_what_was_delivered_is_deleted_after_ninety_days_and_the_rest_stays(
    webhook, happened, now
):
    happened()
    happened("incident.reopened")
    queue(webhook, now)
    first, second = claim(now)
    mark_delivered(delivery=first, now=now)

    assert delete_old_deliveries(now + timedelta(days=90)) == 0
    assert delete_old_deliveries(now + timedelta(days=91)) == 1

    assert WebhookDelivery.objects.get() == second
