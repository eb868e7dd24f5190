"""Accounts of the bureau itself, on which replies stand: add one, retire one.

In:   platform, name, address.    Out:  a line of the public list of accounts.
Cost: three writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.work.responses.content import fit
from huiying.work.responses.editions import moved
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import OfficialAccount


@transaction.atomic
def add_account(
    *, platform: str, name: str, address: str, officer: Officer, now: datetime
) -> OfficialAccount:
    """Add an account that the bureau holds in its own name.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        CannotAnswer: If a part is missing, the address is none, or the account is there.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    platform, name, address = (
        " ".join(fit(text).split()) for text in (platform, name, address)
    )
    if not (platform and name):
        raise CannotAnswer(_("平台和账号名称都要写，读者会看到。"))
    if not address.startswith(("http://", "https://")):
        raise CannotAnswer(_("账号网址须以 http:// 或 https:// 开头。"))
    bureau_id = officer.bureau_id
    there = OfficialAccount.objects.filter(bureau_id=bureau_id, platform=platform, name=name)
    if there.exists():
        raise CannotAnswer(_("这个账号已经登记过。"))
    account = OfficialAccount.objects.create(
        bureau_id=bureau_id, platform=platform, name=name, address=address, added_at=now
    )
    _record(account, officer, "account.added", now)
    return account


@transaction.atomic
def retire_account(*, account: OfficialAccount, officer: Officer, now: datetime) -> None:
    """Stop answering on an account; what stands there stays listed.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        CannotAnswer: If it is retired already.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    rows = OfficialAccount.objects.filter(pk=account.pk, retired_at__isnull=True)
    if rows.update(retired_at=now) != 1:
        raise CannotAnswer(_("这个账号已经停用。"))
    account.retired_at = now
    _record(account, officer, "account.retired", now)


def _record(account: OfficialAccount, officer: Officer, verb: str, now: datetime) -> None:
    moved(account.bureau_id)
    append(
        bureau_id=account.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject("account", str(account.pk), f"{account.platform} {account.name}"),
        now=now,
        data={"address": account.address},
    )
