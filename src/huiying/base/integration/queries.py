"""Read what other systems were given."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from huiying.base.accounts.core.hands import hand_of, in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import signs_roles
from huiying.base.integration.models import (
    DeliveryState,
    IntegrationToken,
    Webhook,
    WebhookDelivery,
)

DELIVERIES_KEPT = timedelta(
    days=90
)  # what was delivered; what was not stays until somebody sees to it


def tokens_of(bureau_id: int) -> QuerySet[IntegrationToken]:
    """Return the tokens of a bureau, the newest first, also those that ended."""
    rows = IntegrationToken.objects.filter(bureau_id=bureau_id)
    return rows.select_related("asked_by", "signed_by", "ended_by")


def tokens_to_sign(bureau_id: int) -> list[IntegrationToken]:
    """Return the tokens that wait for a second person."""
    rows = tokens_of(bureau_id).filter(signed_at__isnull=True, ended_at__isnull=True)
    return [row for row in rows if row.awaits_signature]


def token_by_digest(digest: str) -> IntegrationToken | None:
    """Return the token of a digest with its bureau, also one that ended."""
    rows = IntegrationToken.objects.filter(digest=digest)
    return rows.select_related("bureau").first()


def may_sign_token(token: IntegrationToken, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may sign a token: the leader, by a role of his own.

    He sees by his office what the token shows; who administers does not, and so lets nobody
    read it. Never who asked for it, nor where one person could act with both accounts.
    """
    if not token.awaits_signature or officer.bureau_id != token.bureau_id:
        return False
    is_leader = Role.LEADER in own_roles_of(officer)
    return is_leader and not in_one_hand(officer, token.asked_by, now)


def webhooks_of(bureau_id: int) -> QuerySet[Webhook]:
    """Return the webhooks of a bureau by their names."""
    return Webhook.objects.filter(bureau_id=bureau_id).order_by("name")


def webhooks_to_confirm(bureau_id: int) -> QuerySet[Webhook]:
    """Return the webhooks that are told nothing until a second person confirms them."""
    return webhooks_of(bureau_id).filter(confirmed=False, active=True)


def may_confirm_webhook(webhook: Webhook, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may confirm where a webhook leads.

    As with a unit's channel: another administrator or the leader, by a role of his own; never
    who set it, nor where one person could act with both accounts.
    """
    if webhook.confirmed or officer.bureau_id != webhook.bureau_id:
        return False
    if not own_roles_of(officer) & set(signs_roles()):
        return False
    return hand_of(officer, now).isdisjoint(webhook.set_by)


def secrets_to_confirm(bureau_id: int) -> QuerySet[Webhook]:
    """Return the webhooks with a next secret that waits for a second person."""
    return webhooks_of(bureau_id).filter(next_set_by__isnull=False)


def may_confirm_secret(webhook: Webhook, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may put the next secret in force: as with an address.

    Never who asked for it, nor where one person could act with both accounts.
    """
    asked_by = webhook.next_set_by
    if asked_by is None or officer.bureau_id != webhook.bureau_id:
        return False
    if not own_roles_of(officer) & set(signs_roles()):
        return False
    return not in_one_hand(officer, asked_by, now)


def deliveries_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return what went to a webhook, the newest first."""
    return webhook.deliveries.order_by("-pk")


def dead_counts(bureau_id: int) -> dict[int, int]:
    """Return how many events each webhook of a bureau did not get."""
    rows = WebhookDelivery.objects.filter(bureau_id=bureau_id, state="DEAD")
    counted = rows.order_by().values_list("webhook_id").annotate(n=Count("pk"))
    return dict(counted)


def old_deliveries(now: datetime) -> QuerySet[WebhookDelivery]:
    """Return what was delivered, or dropped in a drill, 90 days ago."""
    ended = (DeliveryState.DONE, DeliveryState.DROPPED)
    return WebhookDelivery.objects.filter(state__in=ended, done_at__lt=now - DELIVERIES_KEPT)


def given_up_deliveries(before: datetime) -> QuerySet[WebhookDelivery]:
    """Return what was queued before a moment, could not be delivered, and nobody sent again."""
    return WebhookDelivery.objects.filter(state=DeliveryState.DEAD, queued_at__lt=before)
