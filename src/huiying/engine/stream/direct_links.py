"""Decide whether single posts concern one event: the direct links between them.

In:   a post, and some posts of an event.
Out:  how strongly it is linked to each, and whether that is enough for it to belong there.
Cost: about 20 µs for a dozen posts; only asked where the sums of two events are alike.

A link must not rest on one word: no term brings more than a twentieth of a cosine. And what
two letters share must be the matter and the place: how strong a link must be follows from
whether they share a name, a rare word, or neither, or name different places. A headline has
one word to share, so there it may be the event's own word: of its members and of nobody else.
"""

from __future__ import annotations

from itertools import islice
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from huiying.engine.stream.idf import UNIT
from huiying.engine.stream.post_matrix import PostMatrix
from huiying.engine.stream.title_names import TitleNames
from huiying.engine.text.terms import CONTENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huiying.engine.stream.document_frequency import DocumentFrequency
    from huiying.engine.stream.events import Event
    from huiying.engine.stream.idf import IdfTable
    from huiying.engine.stream.live_post import LivePost
    from huiying.engine.stream.settings import StreamSettings
    from huiying.engine.stream.vectors import ScratchVector

_MIN_STRENGTH: Final = 0.08  # strength below which nothing is a link
_COMPARED: Final = 8  # members of an event whose places are compared
_SAMPLE: Final = 6  # members of the smaller of two events
_OTHERS: Final = 16  # … and of the larger


class DirectLink(NamedTuple):
    """What binds a post to one other."""

    other: LivePost
    strength: float  # cosine, no term of which brings more than it may
    rare: bool  # whether they share a rare word


class LinkRequirement(NamedTuple):
    """What the event of the others asks of a post."""

    extra: float  # beyond the usual strength
    large: bool  # whether so many are in it that a common word will do for a rare one
    place_shared: bool  # whether the post names a place that some member names


class LinkJudge:
    """Decides by direct links."""

    def __init__(
        self,
        settings: StreamSettings,
        idf: IdfTable,
        scratch: ScratchVector,
        frequency: DocumentFrequency,
    ) -> None:
        """Share what the window keeps.

        Args:
            settings: Of the stream.
            idf: Which words are rare.
            scratch: Where a vector is laid down.
            frequency: How many posts of the window, copies left out, hold each term.
        """
        self._settings, self._idf, self._scratch = settings, idf, scratch
        self._frequency = frequency
        self._title_names = TitleNames(idf)
        self._most = settings.term_share * UNIT * UNIT

    def belongs(self, post: LivePost, event: Event, near: list[LivePost]) -> bool:
        """Tell whether a post has direct links to its neighbours in an event.

        In an event of several posts, few of them may name other places than the post.
        """
        settings, names = self._settings, post.name_weights.keys()
        requirement = LinkRequirement(
            extra=settings.lone_extra / max(1, len(event)),
            large=len(event) > settings.large_event,
            place_shared=not names.isdisjoint(event.name_weights),
        )
        if self._is_elsewhere(post, event):
            here = [other for other in near if not names.isdisjoint(other.name_weights)]
            links = self._links_to(post, here)
            sure = any(link.strength >= settings.sure_link for link in links)
            return sure and self._is_enough(post, requirement, self._links_to(post, near))
        return self._is_enough(
            post, requirement, self._links_to(post, near)
        ) or self._shares_event_word(post, event)

    def shared_title_name(self, post: LivePost, others: Iterable[LivePost]) -> str | None:
        """Return by what the title of a post and one of the others call one thing, or None."""
        found = (self._title_name(post, other) for other in others)
        return next(filter(None, found), None)

    def same_event(self, left: Event, right: Event) -> bool:
        """Tell whether enough members of the smaller event have links to the larger one."""
        settings = self._settings
        small, large = sorted((left, right), key=lambda event: (len(event), event.id))
        sample = small.newest(_SAMPLE)
        others = PostMatrix(large.newest(_OTHERS), self._idf.rare)
        requirement = LinkRequirement(
            extra=settings.lone_extra / len(small),
            large=len(large) > settings.large_event,
            place_shared=not small.name_weights.keys().isdisjoint(large.name_weights),
        )
        missing = max(1.0, settings.linked_share * len(sample))
        may_be_apart = settings.apart_share * len(sample) * len(others.posts)
        for at, post in enumerate(sample, start=1):
            apart = self._named_apart(post, others.posts)
            if (
                sum(not _may_share_rare_word(post, others.posts[place]) for place in apart)
                > may_be_apart
            ):
                return False  # most pairs of events, before anything is multiplied
            links = self._links_to_all(post, others)
            may_be_apart -= sum(not self._shares_rare_word(links[place]) for place in apart)
            if may_be_apart < 0:
                return False
            missing -= self._is_enough(post, requirement, links) or self._shares_event_word(
                post, large
            )
            if len(sample) - at < missing:
                return False
        return True

    def _links_to(self, post: LivePost, others: Iterable[LivePost]) -> Iterator[DirectLink]:
        """Yield the ties to some posts: the quick way when the first may do."""
        loaded = self._scratch.load(post.ids, post.weights)
        for other in others:
            products = loaded.at(other.ids) * other.weights
            np.minimum(products, self._most, out=products)
            strength = float(np.add.reduce(products)) / (UNIT * UNIT)
            rare = (
                strength >= _MIN_STRENGTH
                and _may_share_rare_word(post, other)
                and self._idf.rare.take(other.ids).dot(products) > 0
            )
            yield DirectLink(other, strength, bool(rare))

    def _links_to_all(self, post: LivePost, others: PostMatrix) -> list[DirectLink]:
        """Return the ties to many posts at once."""
        loaded = self._scratch.load(post.ids, post.weights)
        strengths = (others.dots(loaded, self._most) / (UNIT * UNIT)).tolist()
        sharing = others.sharing_rare_term(loaded) if post.has_rare else ()
        rows = enumerate(zip(others.posts, strengths, strict=True))
        return [DirectLink(other, strength, at in sharing) for at, (other, strength) in rows]

    def _is_enough(
        self, post: LivePost, requirement: LinkRequirement, links: Iterable[DirectLink]
    ) -> bool:
        """Tell whether ties are enough, the best first; several may each be weaker."""
        weak: list[tuple[float, float]] = []
        for link in links:
            if link.strength >= _MIN_STRENGTH:
                more = requirement.extra + self._extra_for_gap(post, link.other)
                margin = link.strength - more - self._needed_strength(post, requirement, link)
                least = self._settings.named_link + more
                if margin < 0 and link.strength >= least and self._title_name(post, link.other):
                    margin = link.strength - least
                if margin >= 0:
                    return True
                weak.append((margin, link.strength))
        weak.sort(reverse=True)
        return any(
            strength * (1 + at) ** self._settings.several_links_power >= strength - margin
            for at, (margin, strength) in enumerate(weak)
        )

    def _shares_event_word(self, post: LivePost, event: Event) -> bool:
        """Tell whether a headline has a word that is an event's own.

        Many members hold it and hardly anybody else. Only of short posts that name no place, in
        large events that name none: who says more can share more.
        """
        settings = self._settings
        if post.name_weights or event.name_weights or post.ids.size > settings.headline_terms:
            return False
        if len(event) <= settings.large_event:
            return False
        newest = event.newest(_OTHERS)
        loaded = self._scratch.load(post.ids, post.weights)
        rows = np.concatenate([other.ids for other in newest])
        words, held = np.unique(
            rows[(loaded.at(rows) > 0) & CONTENT_WORDS.take(rows)], return_counts=True
        )
        share = held / len(newest)
        own = share * len(event) / self._frequency.of(words)
        return bool(((share >= settings.own_share) & (own >= settings.own_purity)).any())

    def _needed_strength(
        self, post: LivePost, requirement: LinkRequirement, link: DirectLink
    ) -> float:
        settings, names, its = self._settings, post.name_weights, link.other.name_weights
        if names and its:
            if not names.keys().isdisjoint(its):
                return settings.named_link
            if not requirement.place_shared:
                return settings.apart_rare_link if link.rare else settings.apart_link
        if requirement.large:
            return settings.large_link
        return settings.rare_link if link.rare else settings.plain_link

    def _extra_for_gap(self, post: LivePost, other: LivePost) -> float:
        """Return how much more is asked of two posts because they lie long apart."""
        gap = abs(post.at - other.at) / self._settings.late_from
        return self._settings.late_extra * log(gap) if gap > 1 else 0.0

    def _is_elsewhere(self, post: LivePost, event: Event) -> bool:
        """Tell whether too many members of an event of several name other places."""
        if len(event) == 1 or not post.name_weights:
            return False
        newest = event.newest(_COMPARED)
        most = self._settings.apart_share * len(newest)
        others = [other for other in newest if _name_other_places(post, other)]
        if len(others) <= most:
            return False
        links = self._links_to(post, others) if post.has_rare else map(_no_link, others)
        return _has_more_than(self._apart(post, links), most)

    def _apart(self, post: LivePost, links: Iterable[DirectLink]) -> Iterator[LivePost]:
        """Yield with whom, of those who name other places, a post shares no rare word either.

        Those whose titles call one thing are left out.
        """
        for link in links:
            if not self._shares_rare_word(link) and not self._title_name(post, link.other):
                yield link.other

    def _shares_rare_word(self, link: DirectLink) -> bool:
        """Tell whether a rare word binds two posts that name other places."""
        return link.rare and link.strength >= self._settings.apart_strength

    def _named_apart(self, post: LivePost, others: list[LivePost]) -> list[int]:
        """Return the places of those who name other places, and whose titles say so too."""
        names = post.name_weights.keys()
        apart = [
            place
            for place, other in enumerate(others if names else ())
            if other.name_weights and names.isdisjoint(other.name_weights)
        ]
        if not post.has_title:
            return apart
        return [place for place in apart if not self._title_name(post, others[place])]

    def _title_name(self, post: LivePost, other: LivePost) -> str | None:
        if post.has_title and other.has_title:
            return self._title_names.shared(post.lead, other.lead)
        return None


def _may_share_rare_word(post: LivePost, other: LivePost) -> bool:
    """Tell whether two posts can share a rare word at all."""
    return post.has_rare and other.has_rare


def _no_link(other: LivePost) -> DirectLink:
    return DirectLink(other, 0.0, rare=False)


def _has_more_than(found: Iterator[LivePost], most: float) -> bool:
    """Tell whether more are found, and look no further then."""
    return next(islice(found, int(most), None), None) is not None


def _name_other_places(post: LivePost, other: LivePost) -> bool:
    names, its = post.name_weights, other.name_weights
    return bool(names and its) and names.keys().isdisjoint(its)
