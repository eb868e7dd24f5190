"""Set which media count at which tier: a new version of the bureau's rule book.

In:   a bureau, the whole table, the version that the officer saw.
Out:  the version in force from now on; a table that changes nothing makes none.
Cost: one insert and one audit record that names every changed entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Actor
from huiying.base.rulebook.actions.adopt import adopt_book, rules_changed, with_next_number
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.persons import persons_among
from huiying.base.rulebook.queries import book_of
from huiying.policy.rulebook.data import InvalidRuleBook, to_data
from huiying.policy.rulebook.validation import validate


def set_media(
    *,
    bureau: Bureau,
    tiers: Mapping[str, str],
    shown_version: int | None,
    actor: Actor,
    now: datetime,
) -> RuleVersion | None:
    """Let a table of media take effect now; None when it is the one in force.

    Raises:
        Stale: If another version took effect meanwhile.
        Refused: If another version is adopted and not in effect yet.
        InvalidRuleBook: If an entry is no host or name, or reads like a person's, or a tier
            does not exist.
    """
    book = book_of(bureau.pk, now)
    if shown_version != book.version:
        raise rules_changed()
    if dict(tiers) == dict(book.media_tiers):
        return None
    data = to_data(book) | {"media_tiers": dict(tiers)}
    new = [entry for entry in tiers if entry not in book.media_tiers and not entry.isascii()]
    persons = [
        one
        for entry in new
        for one in persons_among([entry], bureau.district, f"media_tiers/{entry}")
    ]
    if persons and not validate(data):
        raise InvalidRuleBook(persons)
    return adopt_book(
        bureau=bureau, data=with_next_number(bureau.pk, data, now), now=now, actor=actor
    )
