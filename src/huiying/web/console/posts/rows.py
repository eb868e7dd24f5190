"""Posts with the matter that each belongs to.

In:   posts, the words that were searched.    Out:  rows: of a matter, and of none.
Cost: three queries, however many posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.shared.post_placement import placement_act
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.post_rows import PostRow, post_row
from huiying.work.collection.posts.models import Post
from huiying.work.collection.topics.queries import topics_of_posts
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.placements.queries import event_id_of


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post of the list.

    Attributes:
        matter: Title of its incident or of the group that waits for triage; "" = of none.
        number: Of its incident; "" = no incident.
        matter_url: Where the matter is; "" = nowhere for this reader.
        act: Puts the post elsewhere; None unless it is of an incident and the reader may.
        watched: Names of the watch topics that it matches.
    """

    post: PostRow
    matter: str
    number: str
    matter_url: str
    act: ActButton | None = None
    watched: tuple[str, ...] = ()


def listed_posts(
    posts: Sequence[Post], words: str, officer: Officer, back: str
) -> list[ListedPost]:
    """Return posts as lines with their matter.

    Args:
        back: The page that lists them, for acts to return to.
    """
    events = {post.pk: event_id_of(post) for post in posts}
    keys = {event for event in events.values() if event is not None}
    matters = matters_of_events(officer.bureau_id, keys)
    topics = topics_of_posts(officer.bureau_id, [post.pk for post in posts])
    triages, moves = may(officer, Capability.TRIAGE), may(officer, Capability.ARRANGE)
    rows = []
    for post in posts:
        event = events[post.pk]
        incident = matters.incidents.get(event) if event is not None else None
        title = matters.candidates.get(event, "") if event is not None else ""
        url = ""
        if incident is not None:
            title, url = incident.title, reverse("console:incident", args=[incident.number])
        elif title and triages:
            url = reverse("console:candidate", args=[event])
        number = incident.number if incident is not None else ""
        act = None
        if moves and not post.history and incident and incident.stage not in SET_ASIDE:
            act = placement_act(post.pk, back)
        row, watched = post_row(post, words), tuple(topics.get(post.pk, ()))
        rows.append(ListedPost(row, title, number, url, act, watched))
    return rows
