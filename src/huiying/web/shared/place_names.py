"""What platforms and communities are called on a page: as listed, or 其他.

In:   stored values, the lists of a bureau.    Out:  names, choices of forms.
Cost: a dictionary look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.rulebook.queries import book_of
from huiying.policy.core.voices import LEAST_SHOWN, shown_voices
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.communities.queries import communities_of


def platform_name(stored: str, places: KnownPlaces) -> str:
    """Return what a stored platform is called."""
    shown = places.shown_platform(stored)
    return _("其他") if shown == OTHER else shown


def community_name(stored: str, places: KnownPlaces) -> str:
    """Return what a stored community is called, "" for none."""
    shown = places.shown_community(stored)
    return _("其他") if shown == OTHER else shown


def platform_choices(bureau_id: int, now: datetime) -> list[tuple[str, str]]:
    """Return the platforms of a bureau's rule book, and 其他."""
    names = book_of(bureau_id, now).platforms
    return [*((name, name) for name in names), (OTHER, _("其他"))]


def community_choices(bureau_id: int) -> list[tuple[str, str]]:
    """Return the communities that a bureau registered."""
    return [(row.name, row.name) for row in communities_of(bureau_id)]


def count_words(stored: Collection[str], words: Mapping[str, str]) -> str:
    """Say how many places there are; those of no list from five on and in full fives.

    Args:
        stored: A value for each distinct place.
        words: Sentences: ``listed``, ``few`` (fewer than five others) and ``others``.
    """
    others = sum(map(is_other, stored))
    listed = len(stored) - others
    parts = [words["listed"] % {"count": listed}] if listed else []
    if others:
        count = shown_voices(others)
        few, more = words["few"] % {"least": LEAST_SHOWN}, words["others"] % {"count": count}
        parts.append(few if count is None else more)
    return _("、").join(parts)
