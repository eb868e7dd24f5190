"""Adopt a rule book for a bureau; a version is never changed, only followed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE, Actor
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of, next_version_number, waiting_version
from huiying.base.rulebook.writers import is_among
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import diff, from_data, to_data

MAX_NAMED = 40  # changes that a record names


@transaction.atomic
def adopt_default(bureau: Bureau, now: datetime, *, actor: Actor = MACHINE) -> RuleVersion:
    """Give a bureau the default book; a bureau that has a book keeps it."""
    standing = RuleVersion.objects.filter(bureau=bureau).order_by("-effective_from").first()
    if standing is not None:
        return standing
    return adopt_book(bureau=bureau, data=to_data(default_book()), now=now, actor=actor)


@transaction.atomic
def adopt_book(
    *,
    bureau: Bureau,
    data: dict[str, Any],
    now: datetime,
    actor: Actor,
    effective_from: datetime | None = None,
    reason: str = "",
    writers: Sequence[int] = (),
) -> RuleVersion:
    """Let a book take effect.

    Args:
        effective_from: None = now.
        writers: Keys of who wrote its rules; none of them withdraws it.

    Raises:
        InvalidRuleBook: If the data is no valid book; nothing is adopted.
        Refused: If it would take effect in the past: clocks of then keep their rule; or
            another version is adopted and not in effect yet: none overtakes another.
        Stale: If somebody adopted a version of this number first.
    """
    book = from_data(data)
    begins = now if effective_from is None else effective_from
    if begins < now:
        raise Refused(_("施行时间已过。规则不溯及既往，请选择今日以后的日期或立即施行。"))
    waiting = waiting_version(bureau.pk, now)
    if waiting is not None:
        raise Refused(
            _("第 %(n)s 版将于 %(day)s 施行，此前不得再定新版。如需修改，请先撤回第 %(n)s 版。")
            % {"n": waiting.version, "day": localdate(waiting.effective_from).isoformat()}
        )
    before = book_of(bureau.pk, now)
    row = _insert(
        bureau=bureau,
        version=str(book.version),
        effective_from=begins,
        body=json.dumps(data, ensure_ascii=False),
        note=reason,
        adopted_at=now,
        adopted_by=actor.label,
        writers=list(writers),
    )
    record(
        row,
        "rulebook.adopted",
        actor,
        now,
        changed=[change.path for change in diff(before, book)][:MAX_NAMED],
        effective_from=begins.isoformat(),
        hash=hash_of_text(row.body),
        reason=reason,
    )
    return row


@transaction.atomic
def withdraw_version(
    *, version: RuleVersion, officer: Officer, reason: str, now: datetime
) -> None:
    """Take back a version that has not taken effect yet; it stays in the list as withdrawn.

    Nobody withdraws a version that he wrote on: two persons adopted it, and one alone would
    bring the rules before it back.

    Raises:
        Refused: If it is in force already, or was withdrawn, or no reason is given, or the
            officer wrote one of its rules or could act as who did.
    """
    if not reason.strip():
        raise Refused(_("撤回须写明理由。"))
    if is_among(version.writers, officer, now):
        raise Refused(_("该版本含您起草的规则，须由另一位有权修改规则的人员撤回。"))
    waits = RuleVersion.objects.filter(
        pk=version.pk, withdrawn_at__isnull=True, effective_from__gt=now
    )
    if waits.update(withdrawn_at=now) != 1:
        raise Refused(_("该版本已施行或已撤回，未作更改。"))
    record(version, "rulebook.withdrawn", officer, now, reason=reason.strip())


def with_next_number(bureau_id: int, data: dict[str, Any], begins: datetime) -> dict[str, Any]:
    """Return book data with the next free number and the local day it takes effect."""
    return data | {
        "version": next_version_number(bureau_id),
        "effective_from": localdate(begins).isoformat(),
    }


def rules_changed() -> Stale:
    """Return the refusal of who did not see the newest version."""
    return Stale(_("规则已有新版本，本次未保存。请核对新版本后重新修改。"))


def _insert(**values: Any) -> RuleVersion:
    try:
        with transaction.atomic():
            return RuleVersion.objects.create(**values)
    except IntegrityError:  # somebody adopted the same number first
        raise rules_changed() from None
