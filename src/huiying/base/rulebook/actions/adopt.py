"""Adopt a rule book for a bureau; a version is never changed, only followed.

In:   a bureau, a book.    Out:  the version in force from then on.
Cost: one insert and one audit record.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from huiying.base.accounts.models import Bureau
from huiying.base.audit.actions.append import MACHINE, Actor, Subject, append
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of
from huiying.policy.rulebook import default_book, diff, from_data, to_data

MOST_NAMED = 40  # changes that a record names


@transaction.atomic
def adopt_default(bureau: Bureau, now: datetime, *, actor: Actor = MACHINE) -> RuleVersion:
    """Give a bureau the default book; a bureau that has a book keeps it."""
    standing = RuleVersion.objects.filter(bureau=bureau).order_by("-effective_from").first()
    if standing is not None:
        return standing
    return adopt_book(bureau=bureau, data=to_data(default_book()), now=now, actor=actor)


@transaction.atomic
def adopt_book(
    *, bureau: Bureau, data: dict[str, Any], now: datetime, actor: Actor
) -> RuleVersion:
    """Let a book take effect now.

    Raises:
        InvalidRuleBook: If the data is no valid book; nothing is adopted.
    """
    book = from_data(data)
    before = book_of(bureau.pk, now)
    row = RuleVersion.objects.create(
        bureau=bureau,
        version=str(book.version),
        effective_from=now,
        body=json.dumps(data, ensure_ascii=False),
    )
    append(
        bureau_id=bureau.pk,
        actor=actor,
        verb="rulebook.adopted",
        subject=Subject("rulebook", row.version),
        now=now,
        data={"changed": [change.path for change in diff(before, book)][:MOST_NAMED]},
    )
    return row
