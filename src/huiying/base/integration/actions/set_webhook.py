"""Add a webhook, change it, confirm it, switch it off and on.

In:   a name, an address, types of events.    Out:  the webhook.
Cost: one or two writes and a record.

What an officer adds or changes of address or events is told nothing but trials until a second
person confirmed it. The record never holds the address, which may be a key.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.models import AuditHead
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.integration.events import EventType
from huiying.base.integration.models import Webhook
from huiying.base.integration.queries import may_confirm_webhook
from huiying.base.integration.webhook_signature import new_secret
from huiying.base.outbox.actions.alarm import end_alarms
from huiying.base.outbox.models import ChannelKind
from huiying.base.outbox.targets import target_problem


@dataclass(frozen=True, slots=True)
class WebhookTerms:
    """What an officer sets; an empty address keeps the stored one."""

    name: str
    url: str
    events: Collection[str]


@transaction.atomic
def add_webhook(*, terms: WebhookTerms, officer: Officer, now: datetime) -> Webhook:
    """Add a webhook, which waits for a second person; ``secret`` holds its first secret.

    Raises:
        PermissionDenied: If the officer does not manage channels.
        Refused: If name, address or events cannot be used.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    row = Webhook.objects.create(
        bureau_id=officer.bureau_id,
        name=_checked_name(terms.name, officer.bureau_id, None),
        url=_checked_url(terms.url),
        events=_checked_events(terms.events),
        secret=new_secret(),
        set_by=[officer.pk],
    )
    record(row, "webhook.added", officer, now, events=row.events)
    return row


@transaction.atomic
def edit_webhook(
    *, webhook: Webhook, terms: WebhookTerms, active: bool, officer: Officer, now: datetime
) -> None:
    """Change a webhook; another address or another event asks for a second person again.

    Raises:
        PermissionDenied, Refused: As when it is added.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    row = lock_row(Webhook, webhook.pk)
    before = _shown_as(row)
    url = _checked_url(terms.url) if terms.url.strip() else row.url
    events = _checked_events(terms.events)
    if url != row.url or not set(events) <= set(row.events):
        row.confirmed, row.set_by = False, sorted({*row.set_by, officer.pk})
    if active and not row.active:
        row.failures, row.off_reason = 0, ""
        end_alarms(bureau_id=row.bureau_id, key_prefix=off_key(row), now=now)
    row.name = _checked_name(terms.name, row.bureau_id, row.pk)
    row.url, row.events, row.active = url, events, active
    row.revision += 1
    row.save(
        update_fields=[
            *("name", "url", "events", "active", "confirmed", "set_by", "revision"),
            *("failures", "off_reason"),
        ]
    )
    states = {"before": before, "after": _shown_as(row)}
    record(row, "webhook.changed", officer, now, events=events, active=active, **states)


def _shown_as(row: Webhook) -> dict[str, object]:
    """Return how the record names what a webhook is; of its address the host alone."""
    host = urlsplit(row.url).hostname or ""
    return {"name": row.name, "host": host, "events": row.events, "active": row.active}


@transaction.atomic
def confirm_webhook(
    *, webhook: Webhook, revision: int, officer: Officer, now: datetime
) -> None:
    """Let a webhook be told what happens from now on: the second person.

    Raises:
        PermissionDenied: If the officer signs nothing for others.
        Stale: If it was changed since it was shown.
        Refused: If he set it, or it does not wait.
    """
    require(officer, Capability.SIGN_ROLES)
    row = lock_row(Webhook, webhook.pk)
    if row.revision != revision:
        raise Stale(_("该推送地址已被更新，本次操作未执行。请核对最新地址后重新确认。"))
    if row.confirmed:
        raise Refused(_("该推送地址无需确认，或已确认。"))
    if not may_confirm_webhook(row, officer, now):
        raise Refused(_("须由未填写、未修改过该地址的另一位系统管理员或组长确认。"))
    setters = row.set_by
    if not row.seq:  # nothing of what was before
        head = AuditHead.objects.filter(bureau_ref=row.bureau_id).first()
        row.seq = head.seq if head else 0
    row.confirmed, row.set_by = True, []
    row.revision += 1
    row.save(update_fields=["confirmed", "set_by", "revision", "seq"])
    record(row, "webhook.confirmed", officer, now, set_by=[f"officer:{pk}" for pk in setters])


def off_key(webhook: Webhook) -> str:
    """Return how the key of its alarm begins."""
    return f"webhook-off:{webhook.pk}:"


def _checked_name(name: str, bureau_id: int, keep: int | None) -> str:
    words = masked_text(name.strip())[:60]
    taken = Webhook.objects.filter(bureau_id=bureau_id, name=words)
    if keep is not None:
        taken = taken.exclude(pk=keep)
    if not words or taken.exists():
        raise Refused(_("名称为空或已被使用。"))
    return words


def _checked_url(url: str) -> str:
    problem = target_problem(ChannelKind.WEBHOOK, url.strip())
    if problem is not None:
        raise Refused(problem)
    return url.strip()


def _checked_events(events: Collection[str]) -> list[str]:
    chosen = [str(one) for one in EventType if one in set(events)]
    if not chosen or len(chosen) != len(set(events)):
        raise Refused(_("请选择推送的事项。"))
    return chosen
