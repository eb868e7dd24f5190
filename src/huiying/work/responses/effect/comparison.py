"""The effect of an answer: the volume before and after, and the share that repeats the claim.

In:   an incident with a release, the moment.    Out:  two spans of equal length, side by side.
Cost: five queries; the first texts of at most ``MAX_GROUPS_READ`` groups are read.

A post repeats the claim when its group of copies was judged to by an officer; copies share the
judgement. What nobody judged is counted apart and never guessed. How often that errs was
measured on texts read by hand (docs/engine.md): ``SAMPLE_POSTS`` posts, ``SAMPLE_ERRORS``
of them wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from huiying.engine.reading.kind import read_kind
from huiying.work.casework.verification.models import ServedPost
from huiying.work.casework.verification.queries import verification_requests_of
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.effect.models import ClaimGroup

MAX_SPAN = timedelta(hours=24)  # at most so much before and after


MIN_SPAN = timedelta(hours=1)  # earlier there is nothing to compare


MIN_POSTS = 20  # fewer posts give no share


MAX_GROUPS_READ = 200


SAMPLE_POSTS, SAMPLE_ERRORS = 115, 0
"""Posts of the demonstration read by hand, and those whose group was judged and says else."""


@dataclass(frozen=True, slots=True)
class Side:
    """What was said on one side of the release."""

    posts: int
    repeating: int
    unseen: int  # posts of groups that nobody judged
    asking: int  # posts that ask something

    @property
    def share(self) -> float | None:
        """The share of posts that repeat the claim; None below ``MIN_POSTS`` posts."""
        return self.repeating / self.posts if self.posts >= MIN_POSTS else None


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """One group of copies around a release."""

    group_id: int
    title: str
    text: str
    before: int
    after: int
    repeats: bool | None  # None = nobody judged it


@dataclass(frozen=True, slots=True)
class Effect:
    """What was said before and after the first release of an answer."""

    answer: Answer
    at: datetime
    span: timedelta  # the same length before and after
    before: Side
    after: Side

    @property
    def soon(self) -> bool:
        """Tell whether it is too early to compare."""
        return self.span < MIN_SPAN


def effect_summary(effect: Effect) -> dict[str, int]:
    """Return what a closing keeps of the time after an answer; information, no condition."""
    after = effect.after
    return {
        "hours": round(effect.span / timedelta(hours=1)),
        "posts": after.posts,
        "repeating": after.repeating,
        "asking": after.asking,
        "unseen": after.unseen,
    }


def effect_of(incident: Incident, now: datetime) -> Effect | None:
    """Return the effect of the newest answer of an incident; None before there is a release."""
    first = (
        Release.objects.filter(
            Q(answer__incident=incident) | Q(answer__incident__merged_into=incident), version=1
        )
        .select_related("answer")
        .order_by("-published_at", "-pk")
        .first()
    )
    if first is None:
        return None
    span = min(MAX_SPAN, now - first.published_at)
    rows = groups_around(incident, first.answer, first.published_at, span)
    return Effect(
        answer=first.answer,
        at=first.published_at,
        span=span,
        before=_side(rows, [row.before for row in rows]),
        after=_side(rows, [row.after for row in rows]),
    )


def groups_around(
    incident: Incident, answer: Answer, at: datetime, span: timedelta
) -> list[CopyGroup]:
    """Return the groups of copies seen within ``span`` of a moment, the largest first."""
    counted = list(_counted(incident, at, span))
    texts = {
        post.pk: post
        for post in Post.objects.filter(
            pk__in=[row["first"] for row in counted[:MAX_GROUPS_READ]]
        ).only("title", "text", "names_masked_at", "bureau_id")
    }
    mask_open_names(texts.values())
    judged = _judged(incident, answer)
    return [
        CopyGroup(
            group_id=row["group_id"],
            title=texts[row["first"]].title if row["first"] in texts else "",
            text=texts[row["first"]].text if row["first"] in texts else "",
            before=row["n"] - row["later"],
            after=row["later"],
            repeats=judged.get(row["group_id"]),
        )
        for row in counted
    ]


def _counted(incident: Incident, at: datetime, span: timedelta) -> QuerySet[Any, Any]:
    events = IncidentEvent.objects.filter(incident=incident).values("event_id")
    rows = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=events, post__history=False
    ).annotate(spoken_at=Coalesce("post__published_at", "post__collected_at"))
    near = rows.filter(spoken_at__gte=at - span, spoken_at__lt=at + span)
    return (
        near.values("group_id")
        .annotate(
            n=Count("pk"), later=Count("pk", filter=Q(spoken_at__gte=at)), first=Min("post_id")
        )
        .order_by("-n", "group_id")
    )


def _judged(incident: Incident, answer: Answer) -> dict[int, bool]:
    """Return what officers said of groups: on this page, or by linking posts to a docket."""
    linked = ServedPost.objects.filter(
        docket__in=verification_requests_of(incident).values("pk")
    )
    groups = Placement.objects.filter(post_id__in=linked.values("post_id"))
    found = dict.fromkeys(groups.values_list("group_id", flat=True), True)
    rows = ClaimGroup.objects.filter(answer=answer).values_list("group_id", "repeats")
    return found | dict(rows)


def _side(rows: list[CopyGroup], posts: list[int]) -> Side:
    pairs = list(zip(rows, posts, strict=True))
    return Side(
        posts=sum(posts),
        repeating=sum(count for row, count in pairs if row.repeats),
        unseen=sum(count for row, count in pairs if row.repeats is None),
        asking=sum(
            count
            for row, count in pairs[:MAX_GROUPS_READ]
            if count and _asks(row.title, row.text)
        ),
    )


def _asks(title: str, text: str) -> bool:
    return bool(text) and read_kind(title, text).kind == "question"
