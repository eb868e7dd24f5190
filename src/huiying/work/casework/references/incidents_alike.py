"""Open incidents that a petition may belong to, for an officer to decide.

In:   a petition with a checked working text.    Out:  at most three incidents.
Cost: at most ten searches of the index of posts, and two queries.

What is compared is what the petition is about with what posts of an incident say; who sent it
is in neither. Nothing is joined by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from huiying.engine.text.leads import content_words
from huiying.policy.procedure.stages import SETTLED
from huiying.work.collection.posts.search import PostQuery, search_posts
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement
from huiying.work.petitions.core.models import Petition

MOST = 3
WORDS = 5  # the longest, by pairs
POSTS = 50  # of one pair, the newest
LEAST = 2  # pairs that an incident shares with the petition
READ_CHARS = 300  # the matter stands at the beginning


@dataclass(frozen=True, slots=True)
class IncidentAlike:
    """An incident of which posts speak of the same; words: what both speak of."""

    incident: Incident
    words: tuple[str, ...]


def incidents_alike(petition: Petition) -> list[IncidentAlike]:
    """Return open incidents that posts with the petition's words belong to, the best first."""
    shared: dict[int, Counter[str]] = {}
    counts: Counter[int] = Counter()
    for pair in _pairs(petition):
        question = PostQuery(" ".join(pair))
        posts = search_posts(petition.bureau_id, question, limit=POSTS)
        for incident_id in _incidents_of(petition.bureau_id, posts):
            counts[incident_id] += 1
            shared.setdefault(incident_id, Counter()).update(pair)
    best = [pk for pk, pairs in counts.most_common() if pairs >= LEAST]
    rows = Incident.objects.exclude(stage__in=SETTLED).in_bulk(best)
    found = [
        IncidentAlike(rows[pk], tuple(word for word, _n in shared[pk].most_common(WORDS)))
        for pk in best
        if pk in rows
    ]
    return found[:MOST]


def _pairs(petition: Petition) -> Iterator[tuple[str, str]]:
    words = content_words(f"{petition.title} {petition.text}"[:READ_CHARS])
    longest = sorted(words, key=lambda word: (-len(word), word))[:WORDS]
    yield from combinations(longest, 2)


def _incidents_of(bureau_id: int, posts: list[int]) -> set[int]:
    """Return the incidents that posts are placed in."""
    placed = Placement.objects.filter(bureau_id=bureau_id, post_id__in=posts)
    events = set(placed.values_list("event_id", flat=True))
    rows = IncidentEvent.objects.filter(bureau_id=bureau_id, event_id__in=events)
    return set(rows.values_list("incident_id", flat=True))
