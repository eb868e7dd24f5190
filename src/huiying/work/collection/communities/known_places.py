"""The platforms and communities that a bureau lists; whatever else a post names is *other*.

In:   a rule book's platforms and media, registered communities; names as they came.
Out:  the listed name, or None.
Cost: one query and some hundred words a list; a look-up a name. Pure once made, so that it can
      be sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiying.base.rulebook.queries import book_of
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.platforms import OTHER, fold_name, is_hot_list
from huiying.work.collection.communities.queries import communities_of


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Folded word → listed name."""

    platform_words: Mapping[str, str] = field(default_factory=dict)
    community_words: Mapping[str, str] = field(default_factory=dict)

    def platform(self, name: str) -> str | None:
        """Return the platform or medium that a name stands for, None if it is not listed."""
        return self.platform_words.get(fold_name(name))

    def community(self, name: str) -> str | None:
        """Return the community, platform or medium, or hot list that a name stands for."""
        word = fold_name(name)
        listed = self.community_words.get(word) or self.platform_words.get(word)
        return listed or (word if is_hot_list(word) else None)

    def shown_platform(self, stored: str) -> str:
        """Return a stored platform as it may be shown: listed, or ``OTHER``."""
        return self.platform(stored) or OTHER

    def shown_community(self, stored: str) -> str:
        """Return a stored community as it may be shown: listed, ``OTHER``, or "" for none."""
        return stored and (self.community(stored) or OTHER)


def known_places_of(bureau_id: int, now: datetime, book: RuleBook | None = None) -> KnownPlaces:
    """Return what a bureau lists at a moment; ``book``: its rules then, if they are known."""
    return places_listed(book or book_of(bureau_id, now), bureau_id)


def places_listed(book: RuleBook, bureau_id: int) -> KnownPlaces:
    """Return what a rule book lists, and the communities that the bureau registered."""
    listed = communities_of(bureau_id).order_by()
    return KnownPlaces(book.platform_words(), dict(listed.values_list("key", "name")))
