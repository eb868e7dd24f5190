"""Read candidates, incidents, their posts and their trend.

In:   bureau id, filters.    Out:  rows for screens; never a list by author.
Cost: a constant number of queries each; posts are paged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.work.collection.models import Post
from huiying.work.collection.search import PostQuestion, search_posts
from huiying.work.collection.volume import hour_of
from huiying.work.incidents.models import (
    Candidate,
    CandidateState,
    Incident,
    Placement,
)
from huiying.work.incidents.reaction import hours_of

__all__ = [
    "Candidate",
    "CandidateState",
    "HourCount",
    "Incident",
    "Placement",
    "Post",
    "PostGroup",
    "act_of",
    "copies_of",
    "event_ids_of",
    "group_count",
    "group_of",
    "hourly",
    "hours_of",
    "incidents_in_sight",
    "merged_from",
    "newest_posts",
    "post_groups",
    "posts_named",
    "posts_of_the_day",
    "search_incidents",
    "stage_counts",
    "voices_in",
    "with_keys",
]


MERGED = ("number", "title", "merged_into")


@dataclass(frozen=True, slots=True)
class PostGroup:
    """Copies of one text, shown as one line with ×n; nothing is dropped."""

    post_id: int
    group_id: int
    title: str
    text: str
    url: str
    host: str
    source: str
    copies: int
    places: int
    published_at: datetime | None
    collected_at: datetime
    noticed_at: datetime | None
    reasons: list[dict[str, object]]
    pinned: bool


@dataclass(frozen=True, slots=True)
class HourCount:
    """Posts of one hour."""

    hour: datetime
    count: int


def incidents_in_sight(officer: Officer) -> QuerySet[Incident]:
    """Return the incidents that an officer may see: all, or those that concern his unit."""
    rows = Incident.objects.filter(bureau_id=officer.bureau_id).select_related(
        "lead_unit", "notice_clock", "response_clock"
    )
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    if officer.unit_id is None:
        return rows.none()
    return rows.filter(concerned__unit_id=officer.unit_id).distinct()


def search_incidents(
    rows: QuerySet[Incident],
    *,
    words: str = "",
    grade: int | None = None,
    stage: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Incident]:
    """Narrow a list of incidents by words in number or title, grade, stage, days of opening."""
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    if grade:
        rows = rows.filter(grade=grade)
    if stage:
        rows = rows.filter(stage=stage)
    if since:
        rows = rows.filter(opened_at__gte=since)
    if until:
        rows = rows.filter(opened_at__lt=until)
    return rows


def with_keys(rows: QuerySet[Incident], keys: Iterable[int]) -> list[Incident]:
    """Return incidents by their keys, in that order.

    Keys are put in order first: a database that thinks few match joins all before it cuts.
    """
    order = list(keys)
    found = {row.pk: row for row in rows.filter(pk__in=order)}
    return [found[key] for key in order if key in found]


def merged_from(incident: Incident) -> list[Incident]:
    """Return number and title of all that was folded into an incident, step by step."""
    found: list[Incident] = []
    layer, known = [incident.pk], {incident.pk}
    while layer:
        rows = Incident.objects.filter(bureau_id=incident.bureau_id, merged_into_id__in=layer)
        new = [row for row in rows.only(*MERGED) if row.pk not in known]
        layer = [row.pk for row in new]
        known |= set(layer)
        found += new
    return found


def stage_counts(rows: QuerySet[Incident]) -> dict[str, int]:
    """Return how many incidents stand at each stage."""
    counted = rows.order_by().values("stage").annotate(n=Count("pk", distinct=True))
    return {row["stage"]: row["n"] for row in counted}


def event_ids_of(incident: Incident) -> list[int]:
    """Return the events that make up an incident."""
    return list(incident.events.values_list("event_id", flat=True))


def act_of(bureau_id: int, event_ids: list[int]) -> str:
    """Return the words of a post of events that tell of an act; "" = none was read."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids).order_by("pk")
    acts = (facts.get("act", "") for facts in rows.values_list("facts", flat=True))
    return next(filter(None, acts), "")


def voices_in(bureau_id: int, event_ids: list[int]) -> int:
    """Return how many distinct voices speak in events; a count, never a list."""
    total: int = Placement.objects.filter(
        bureau_id=bureau_id, event_id__in=event_ids
    ).aggregate(n=Count("post__voice", distinct=True))["n"]
    return total


def group_count(bureau_id: int, event_ids: list[int]) -> tuple[int, int]:
    """Return (groups, posts) of events."""
    row = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids).aggregate(
        groups=Count("group_id", distinct=True), posts=Count("pk")
    )
    return row["groups"], row["posts"]


def post_groups(
    bureau_id: int,
    event_ids: list[int],
    *,
    offset: int = 0,
    limit: int = 20,
    newest: bool = False,
) -> list[PostGroup]:
    """Return copy groups of events: the largest first, or the newest first.

    Numbers of posts grow with the moment they were collected, so that groups are put in order
    by placements alone; posts are read only of those that are shown.
    """
    order = "-last" if newest else "-copies"
    inside = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    groups = list(
        inside.values("group_id")
        .annotate(copies=Count("pk"), last=Max("post_id"), first=Min("post_id"))
        .order_by(order, "group_id")[offset : offset + limit]
    )
    shown = inside.filter(group_id__in=[row["group_id"] for row in groups])
    counted = shown.values("group_id").annotate(n=Count("post__source", distinct=True))
    places = dict(counted.values_list("group_id", "n").order_by())
    firsts = Placement.objects.filter(post_id__in=[row["first"] for row in groups])
    posts = {row.post_id: row for row in firsts.select_related("post", "post__source")}
    return [
        _group(posts[row["first"]], row["copies"], places[row["group_id"]]) for row in groups
    ]


def in_group(bureau_id: int, group_id: int) -> QuerySet[Placement]:
    """Return the placements of a group, by two look-ups: the first seen, and its copies."""
    first = Q(post_id=group_id, group_id=group_id)
    copies = Q(group_id=group_id) & ~Q(post_id=F("group_id"))
    return Placement.objects.filter(first | copies, bureau_id=bureau_id)


def copies_of(bureau_id: int, group_id: int) -> list[PostGroup]:
    """Return every copy of one group, oldest first."""
    rows = in_group(bureau_id, group_id).select_related("post", "post__source")
    return [_group(row, 1, 1) for row in rows.order_by("seq")[:500]]


def posts_named(bureau_id: int, post_ids: Iterable[int]) -> dict[int, PostGroup]:
    """Return posts by their id, each as a line of its own."""
    rows = Placement.objects.filter(bureau_id=bureau_id, post_id__in=list(post_ids))
    return {row.post_id: _group(row, 1, 1) for row in rows.select_related("post__source")}


def with_copies(incident: Incident, post_ids: list[int]) -> list[int]:
    """Return posts of an incident and all their copies in it: who picks a line picks its ×n."""
    inside = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=event_ids_of(incident)
    )
    groups = inside.filter(post_id__in=post_ids).values("group_id")
    return list(inside.filter(group_id__in=groups).values_list("post_id", flat=True))


def _group(placement: Placement, copies: int, places: int) -> PostGroup:
    post = placement.post
    return PostGroup(
        post_id=post.pk,
        group_id=placement.group_id,
        title=post.title,
        text=post.text,
        url=post.url,
        host=post.host,
        source=post.source.name,
        copies=copies,
        places=places,
        published_at=post.published_at,
        collected_at=post.collected_at,
        noticed_at=post.noticed_at,
        reasons=placement.reasons,
        pinned=placement.pinned,
    )


def newest_posts(bureau_id: int, question: PostQuestion, *, limit: int) -> list[Post]:
    """Return the newest posts that answer a question, with where each was placed."""
    found = search_posts(bureau_id, question, limit=limit)
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=found)
    return list(rows.select_related("source", "placement").order_by("-pk"))


def group_of(post: Post) -> int | None:
    """Return the group of copies of a post; None while the stream has not placed it."""
    placement = getattr(post, "placement", None)
    return placement.group_id if placement else None


def hourly(counted: Mapping[datetime, int], *, now: datetime, hours: int) -> list[HourCount]:
    """Return what was counted by local hour, of each of the last hours."""
    start = hour_of(now) - timedelta(hours=hours - 1)
    slots = [start + timedelta(hours=step) for step in range(hours)]
    return [HourCount(slot, counted.get(slot, 0)) for slot in slots]


def posts_of_the_day(bureau_id: int, *, now: datetime) -> int:
    """Return how many posts came in within 24 hours; an index alone answers."""
    since = now - timedelta(hours=24)
    rows = Post.objects.filter(bureau_id=bureau_id, collected_at__gte=since, history=False)
    return rows.count()
