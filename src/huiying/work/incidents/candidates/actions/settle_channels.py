"""Bring the platforms that earlier triage items name to the bureau's list.

In:   how far a pass came.    Out:  some hundred items further.
Cost: about 0.1 ms an item; one transaction a batch.

What is in no list is counted together as *other*. Who does it twice changes nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.locks import lock_row
from huiying.engine.trend.reaction import hot_list_word
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.collection.posts.models import EarlierPlaces
from huiying.work.incidents.candidates.models import Candidate

ITEMS_AT_ONCE = 200
NAMES_A_LIST = "incidents.breakout_list"  # the reason whose parameter was a place as it came


def settle_channels(*, progress: EarlierPlaces, now: datetime) -> None:
    """Bring the next triage items to listed platforms."""
    last = progress.last_id
    rows = Candidate.objects.filter(bureau_id=progress.bureau_id, pk__gte=progress.next_id)
    if last is None:
        last = rows.aggregate(last=Max("pk"))["last"] or 0
    places = known_places_of(progress.bureau_id, now)
    standing = EarlierPlaces.objects.filter(
        pk=progress.pk, next_id=progress.next_id, last_id=progress.last_id
    )
    with transaction.atomic():
        lock_row(
            Bureau, progress.bureau_id, referable=True
        )  # the stream changes none meanwhile
        due = rows.filter(pk__lte=last).order_by("pk").only("channels", "proposal")
        items = list(due[:ITEMS_AT_ONCE])
        for item in items:
            _settle(item, places)
        if items:
            standing.update(next_id=items[-1].pk + 1, last_id=last)
        else:
            standing.delete()


def _settle(item: Candidate, places: KnownPlaces) -> None:
    channels = listed_channels(item.channels, places)
    proposal = _without_list_names(item.proposal)
    if channels != item.channels or proposal != item.proposal:
        Candidate.objects.filter(pk=item.pk).update(channels=channels, proposal=proposal)


def listed_channels(
    counts: Iterable[tuple[str, int] | list[Any]], places: KnownPlaces
) -> list[list[Any]]:
    """Return platforms and posts there, the most first; those of no list are one."""
    counted: Counter[str] = Counter()
    for name, posts in counts:
        counted[places.shown_platform(name)] += posts
    return [[name, posts] for name, posts in counted.most_common()]


def _without_list_names(value: Any) -> Any:
    """Return stored reasons with the kind of a hot list in place of its name."""
    if isinstance(value, list):
        return [_without_list_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _without_list_names(one) for key, one in value.items()}
    if value.get("code") == NAMES_A_LIST:
        changed["params"] = {"list": hot_list_word(value.get("params", {}).get("list", ""))}
    return changed
