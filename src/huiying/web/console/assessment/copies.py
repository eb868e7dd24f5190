"""The page of one text and its copies: spread by platform and time, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.text.differences import Difference, Line
from huiying.jobs import clock
from huiying.web.console.assessment.post_matter import (
    matter_names,
    matter_of_post,
    placement_lines,
    placement_reasons,
)
from huiying.web.console.assessment.snapshots import snapshot_act, snapshot_rows
from huiying.web.console.shared.post_placement import placement_act
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.post_rows import PostGroupRow, group_rows, list_address
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.web.shared.tone import post_labels
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.collection.posts.models import PostReach
from huiying.work.collection.posts.reach import reach_of
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.placements.copies import (
    Copies,
    PlatformCopies,
    Variant,
    read_copies,
)
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import events_of_group, placement_of


@require_GET
def copies(request: OfficerRequest, post_id: int) -> HttpResponse:
    """Every copy of one text: where, when, and in what it differs from the first seen."""
    require(request.user, Capability.SEE_POSTS)
    found = read_copies(request.user.bureau_id, post_id)
    if found is None:
        raise Http404
    first, bureau = found.posts[0], request.user.bureau_id
    events = events_of_group(bureau, post_id)
    wanted = parse_int(request.GET.get("post", ""))
    looked_at = placement_of(bureau, wanted if wanted in events else first.post_id)
    context = {
        "matter": matter_of_post(looked_at, request.user, request.get_full_path()),
        "why": placement_reasons(looked_at),
        "moves": placement_lines(looked_at),
        "looked_at": str(looked_at.post_id),
        "list_url": list_address(looked_at.post_id),
        "groups": _copy_rows(found, events, looked_at, request),
        "first": first,
        "labels": post_labels(first.title, first.text),
        "snapshots": snapshot_rows(bureau, [post.post_id for post in found.posts]),
        "snapshot_act": snapshot_act(request.user, looked_at.post),
        "total": found.total,
        "left_out": found.total - len(found.posts),
        "platforms": _platforms(found, known_places_of(bureau, clock.now())),
        "variants": [_variant(variant) for variant in found.variants],
        "more_variants": found.more_variants,
    }
    return render(request, "console/assessment/copies.html", context)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One copy; elsewhere: the matter it belongs to, if it is another one ("" = the same).

    reach: How often it was read, shared, commented on, liked ("" = its source did not say).
    """

    post: PostGroupRow
    reach: str
    reach_at: datetime | None
    elsewhere: str
    act: ActButton | None


def _copy_rows(
    found: Copies, events: Mapping[int, int], looked_at: Placement, request: OfficerRequest
) -> list[CopyRow]:
    """Return every copy with the matter it was moved to, and the act that moves it."""
    bureau, keys = request.user.bureau_id, set(events.values())
    names, moves = matter_names(bureau, keys), may(request.user, Capability.ARRANGE)
    of_incidents = matters_of_events(bureau, keys).incidents
    rows = group_rows(found.posts)
    reach = reach_of([post.post_id for post in found.posts])
    return [
        CopyRow(
            post=row,
            reach=reach_words(known) if (known := reach.get(int(row.id))) else "",
            reach_at=known.at if known else None,
            elsewhere=names[event] if event != looked_at.event_id else "",
            act=placement_act(row.id, request.get_full_path(), alone=True)
            if moves and len(rows) > 1 and event in of_incidents
            else None,
        )
        for row in rows
        for event in [events[int(row.id)]]
    ]


def reach_words(known: PostReach) -> str:
    """Return the numbers that a source gave, in one line."""
    named = (
        (_("阅读"), known.reads),
        (_("转发"), known.reposts),
        (_("评论"), known.comments),
        (_("点赞"), known.likes),
    )
    return " · ".join(f"{word} {count:,}" for word, count in named if count is not None)


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """Where copies stood; share: in percent."""

    name: str
    posts: int
    share: int
    first_at: datetime
    last_at: datetime


def _platforms(found: Copies, places: KnownPlaces) -> list[PlatformRow]:
    """Return platforms in the order of their first copy; those of no list are one row."""
    named: defaultdict[str, list[PlatformCopies]] = defaultdict(list)
    for platform in found.platforms:
        named[platform_name(platform.channel, places)].append(platform)
    return [
        PlatformRow(
            name=name,
            posts=(posts := sum(platform.posts for platform in there)),
            share=round(100 * posts / found.total),
            first_at=min(platform.first_at for platform in there),
            last_at=max(platform.last_at for platform in there),
        )
        for name, there in named.items()
    ]


@dataclass(frozen=True, slots=True)
class VariantRow:
    """What copies changed: in numbers, line by line, and where they say the opposite."""

    id: str
    size: int
    source: str
    at: datetime
    sums: str
    opposite: list[tuple[str, str]]  # before and after
    lines: tuple[Line, ...]


def _variant(variant: Variant) -> VariantRow:
    first, lines = variant.first, variant.difference.lines
    return VariantRow(
        id=str(first.post_id),
        size=variant.posts,
        source=first.source,
        at=first.published_at or first.collected_at,
        sums=_sums(variant.difference),
        opposite=[
            (line.before.strip(), line.after.strip())
            for line in lines
            if line.kind == "negated"
        ],
        lines=lines,
    )


def _sums(difference: Difference) -> str:
    """Say how many sentences came, went and changed."""
    added, cut = difference.count("added"), difference.count("removed")
    changed = difference.count("changed", "negated")
    parts = [
        ngettext("加 %(count)s 句", "加 %(count)s 句", added) % {"count": added},
        ngettext("删 %(count)s 句", "删 %(count)s 句", cut) % {"count": cut},
        ngettext("改 %(count)s 句", "改 %(count)s 句", changed) % {"count": changed},
    ]
    counts = (added, cut, changed)
    return _("，").join(part for part, count in zip(parts, counts, strict=True) if count)
