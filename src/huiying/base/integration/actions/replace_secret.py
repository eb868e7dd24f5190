"""Replace the secret of a webhook: one officer asks, a second person confirms.

In:   a webhook.    Out:  a secret that signs from the confirmation on.
Cost: one write and a record each.

Whoever knows the secret can tell the other side what never happened, and whoever replaces it
alone can stop it from believing what did. So the one in force stays until a second person
confirmed the next, and a trial is signed with both, for the other side to try.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.integration.models import Webhook
from huiying.base.integration.queries import may_confirm_secret
from huiying.base.integration.webhook_signature import new_secret

OVERLAP = timedelta(hours=24)  # both secrets sign


@transaction.atomic
def ask_secret(*, webhook: Webhook, officer: Officer, now: datetime) -> str:
    """Make the next secret, which signs trials alone until a second person confirms it.

    Of a webhook that was never confirmed it is the secret at once: nothing was signed with the
    old one but trials, and the confirmation to come is of this one too.

    Returns:
        The new secret, which cannot be read again later. One that still waited is void.

    Raises:
        PermissionDenied: If the officer does not manage channels.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    row = lock_row(Webhook, webhook.pk)
    made = new_secret()
    row.revision += 1
    if row.was_confirmed:
        row.next_secret, row.next_set_by = made, officer
    else:
        row.secret, row.set_by = made, sorted({*row.set_by, officer.pk})
    row.save(update_fields=["secret", "set_by", "next_secret", "next_set_by", "revision"])
    verb = "webhook.secret_asked" if row.was_confirmed else "webhook.secret_replaced"
    record(row, verb, officer, now)
    return made


@transaction.atomic
def confirm_secret(*, webhook: Webhook, revision: int, officer: Officer, now: datetime) -> None:
    """Put the next secret in force; for a day the old one signs as well.

    Raises:
        PermissionDenied: If the officer signs nothing for others.
        Stale: If the webhook was changed since it was shown.
        Refused: If he asked for it, or none waits.
    """
    require(officer, Capability.SIGN_ROLES)
    row = lock_row(Webhook, webhook.pk)
    if row.revision != revision:
        raise Stale(_("该推送已被更新，本次操作未执行。请核对最新内容后重新确认。"))
    asked_by = row.next_set_by
    if not row.next_secret or asked_by is None:
        raise Refused(_("没有待确认的签名密钥。"))
    if not may_confirm_secret(row, officer, now):
        raise Refused(_("须由未申请更换密钥的另一位系统管理员或组长确认。"))
    row.previous_secret, row.previous_until = row.secret, now + OVERLAP
    row.secret, row.next_secret, row.next_set_by = row.next_secret, "", None
    row.revision += 1
    row.save(
        update_fields=[
            *("secret", "previous_secret", "previous_until"),
            *("next_secret", "next_set_by", "revision"),
        ]
    )
    record(row, "webhook.secret_replaced", officer, now, asked_by=f"officer:{asked_by.pk}")


@transaction.atomic
def drop_secret(*, webhook: Webhook, officer: Officer, now: datetime) -> None:
    """Withdraw the next secret; the one in force stays.

    Raises:
        PermissionDenied: If the officer does not manage channels.
        Refused: If none waits.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    row = lock_row(Webhook, webhook.pk)
    if not row.next_secret:
        raise Refused(_("没有待确认的签名密钥。"))
    row.next_secret, row.next_set_by = "", None
    row.revision += 1
    row.save(update_fields=["next_secret", "next_set_by", "revision"])
    record(row, "webhook.secret_dropped", officer, now)
