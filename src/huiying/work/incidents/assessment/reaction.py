"""Where and when an event was discussed, by which media, and what is usual.

In:   event ids of one bureau, a rule book.
Out:  places, posts by hour, media with their tier; the facts of the reaction and media cards.
Cost: one grouped query for the places; for events of ``MIN_POSTS`` posts and more another for
      the hours, and two for what was usual before.

A post belongs to the hour in which it was published, or else collected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Func, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from huiying.engine.trend.baseline import MIN_LEVEL, UNKNOWN_BASELINE, Baseline, times_usual
from huiying.engine.trend.reaction import Spread, read_spread
from huiying.policy.grading.cards import MediaFacts, ReactionFacts
from huiying.policy.grading.grades import TIER_NAMES
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.platforms import is_other
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.placements.models import Placement

MIN_POSTS = 10  # fewer posts are not three times the usual level, whatever it is
MAX_NAMED = 3  # media that a card names
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """One place where an event was seen."""

    channel: str  # listed, or a token that counts as one of no list
    community: str
    host: str
    source: str
    posts: int
    group_id: int  # of the first post there: the page of its copies shows it
    first_at: datetime  # collected


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium that took an event up."""

    entry: str  # host or name in the table of the rule book
    tier: str
    posts: int
    group_id: int

    def reason(self) -> Reason:
        """Return the medium, its tier and how many posts it brought."""
        tier = TIER_NAMES[self.tier]
        return reason("incidents.medium", medium=self.entry, tier=tier, count=self.posts)


@dataclass(slots=True)
class Reaction:
    """What is known of the reaction to one event."""

    places: list[Place] = field(default_factory=list)
    hours: dict[datetime, int] = field(default_factory=dict)  # local hour → posts
    baseline: Baseline = UNKNOWN_BASELINE  # of the bureau, before the event began
    unread: tuple[str, ...] = ()  # sources that were not read while it was spoken of

    def spread(self, media: Sequence[Medium], act: str) -> Spread:
        """Return how far it spread; ``act`` are the words of a post that tell of an act."""
        return read_spread(
            [(place.channel, place.community, place.posts) for place in self.places],
            media=bool(media),
            act=bool(act),
        )

    def facts(self, voices: int, spread: Spread) -> ReactionFacts:
        """Return the facts that the reaction card is scored from."""
        return ReactionFacts(
            breakout=spread.breakout,
            times_usual=times_usual(self.hours, self.baseline),
            platforms=spread.platforms,
            other_platforms=len({one.channel for one in self.places if is_other(one.channel)}),
            voices=voices or None,
            times_most=round(1 + spread.volume / MIN_LEVEL, 2),
        )

    def media_facts(self, media: Sequence[Medium]) -> MediaFacts:
        """Return the facts that the media card is scored from."""
        tiers = frozenset(medium.tier for medium in media)
        looked = tiers or any(place.host for place in self.places)
        return MediaFacts(tiers=tiers if looked else None)

    def reasons(self, spread: Spread, act: str) -> list[Reason]:
        """Say how far it spread and what is not known."""
        categories = {
            4: reason("incidents.breakout_media"),
            5: reason("incidents.breakout_list", list=spread.hot_list),
            6: reason("incidents.breakout_act", act=act),
        }
        found = [why for category, why in categories.items() if category == spread.breakout]
        if self.hours and self.baseline.missing_days:
            days, missing = self.baseline.days, self.baseline.missing_days
            found.append(reason("incidents.usual_unknown", days=days, missing=missing))
        if self.unread:
            found.append(reason("incidents.sources_unread", names=self.unread[:MAX_NAMED]))
        return found


def media_reasons(media: Sequence[Medium]) -> list[Reason]:
    """Name the media that took it up, the highest tier first."""
    named = tuple(medium.reason() for medium in media[:MAX_NAMED])
    return [reason("incidents.media", media=named)] if named else []


def media_in(places: Iterable[Place], book: RuleBook) -> list[Medium]:
    """Return the media among places, the highest tier first."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        names = (place.source, place.channel, place.community)
        if entry := book.medium_of(place.host, *names):
            found[entry].append(place)
    media = [
        Medium(
            entry,
            book.media_tiers[entry],
            sum(place.posts for place in there),
            min(place.group_id for place in there),
        )
        for entry, there in found.items()
    ]
    scores = book.grade.media_scores
    return sorted(media, key=lambda one: (-scores[one.tier].value, -one.posts, one.entry))


def read_reactions(
    bureau_id: int, sizes: Mapping[int, int], volume: Volume
) -> dict[int, Reaction]:
    """Return what is known of the reaction to events (event id → posts)."""
    found = {event_id: Reaction() for event_id in sizes}
    for event_id, place in _places(_rows(bureau_id, sizes)):
        found[event_id].places.append(place)
    large = [event_id for event_id, size in sizes.items() if size >= MIN_POSTS]
    for event_id, hour, posts in _hours(_rows(bureau_id, large)) if large else ():
        found[event_id].hours[hour] = posts
    _measure([reaction for reaction in found.values() if reaction.hours], volume)
    return found


def _measure(reactions: list[Reaction], volume: Volume) -> None:
    """Add what was usual before each event began, and what may be missing of it."""
    if not reactions:
        return
    begun = min(min(reaction.hours) for reaction in reactions)
    ended = max(max(reaction.hours) for reaction in reactions) + HOUR
    gaps = volume.gaps_between(begun, ended)
    for reaction in reactions:
        first, last = min(reaction.hours), max(reaction.hours)
        reaction.baseline = baseline_for(reaction.hours, volume.baseline_before)
        unread = {name for hour in gaps if first <= hour <= last for name in gaps[hour]}
        reaction.unread = tuple(sorted(unread))


def baseline_for(
    hours: Collection[datetime], usual: Callable[[datetime], Baseline]
) -> Baseline:
    """Return what was usual before an event began, so that it does not raise its own measure.

    When too little is known of then, it is what was usual before its newest day: the event is
    part of that, so that the multiple is rather too low than too high.
    """
    before = usual(min(hours).replace(hour=0))
    return usual(max(hours).replace(hour=0)) if before.missing_days else before


@dataclass(frozen=True, slots=True)
class PlacedHour:
    """The posts of events at one place in one local hour."""

    place: Place
    hour: datetime


def placed_hours(bureau_id: int, event_ids: Collection[int]) -> list[PlacedHour]:
    """Return the posts of events, all together, by place and local hour: one query."""
    published = Coalesce("post__published_at", "post__collected_at")
    rows = _rows(bureau_id, event_ids).annotate(hour=UtcHour(published))
    counted = rows.values_list(
        "hour", "post__channel", "post__community", "post__host", "post__source__name"
    ).annotate(n=Count("pk"), first=Min("group_id"), at=Min("post__collected_at"))
    zone = timezone.get_current_timezone()
    return [
        PlacedHour(Place(*place), datetime.fromisoformat(f"{hour}:00+00:00").astimezone(zone))
        for hour, *place in counted.order_by()
    ]


def places_in(found: Iterable[PlacedHour]) -> list[Place]:
    """Return the places of all hours together, in the order of their first group."""
    there: dict[tuple[str, str, str, str], Place] = {}
    for one in found:
        place = one.place
        key = (place.channel, place.community, place.host, place.source)
        known = there.get(key)
        there[key] = (
            place
            if known is None
            else replace(
                known,
                posts=known.posts + place.posts,
                group_id=min(known.group_id, place.group_id),
                first_at=min(known.first_at, place.first_at),
            )
        )
    return sorted(there.values(), key=lambda place: (place.group_id, place.channel))


def hours_in(found: Iterable[PlacedHour]) -> dict[datetime, int]:
    """Return the posts of all places together by local hour."""
    hours: defaultdict[datetime, int] = defaultdict(int)
    for one in found:
        hours[one.hour] += one.place.posts
    return dict(hours)


def places_of(bureau_id: int, event_ids: Collection[int]) -> list[Place]:
    """Return where events were seen, all together."""
    return [place for _event, place in _places(_rows(bureau_id, event_ids))]


def posts_by_hour(bureau_id: int, event_ids: Collection[int]) -> dict[datetime, int]:
    """Return the posts of events, all together, by local hour."""
    hours: defaultdict[datetime, int] = defaultdict(int)
    for _event, hour, posts in _hours(_rows(bureau_id, event_ids)):
        hours[hour] += posts
    return dict(hours)


def _rows(bureau_id: int, event_ids: Iterable[int]) -> QuerySet[Placement]:
    return Placement.objects.filter(bureau_id=bureau_id, event_id__in=list(event_ids))


def _places(rows: QuerySet[Placement]) -> list[tuple[int, Place]]:
    rows_seen = rows.values_list(
        "event_id", "post__channel", "post__community", "post__host", "post__source__name"
    ).annotate(n=Count("pk"), first=Min("group_id"), at=Min("post__collected_at"))
    ordered = rows_seen.order_by("event_id", "first", "post__channel")
    return [(event_id, Place(*place)) for event_id, *place in ordered]


def _hours(rows: QuerySet[Placement]) -> list[tuple[int, datetime, int]]:
    published = Coalesce("post__published_at", "post__collected_at")
    counted = rows.annotate(hour=UtcHour(published)).values_list("event_id", "hour")
    zone = timezone.get_current_timezone()
    return [
        (event_id, datetime.fromisoformat(f"{hour}:00+00:00").astimezone(zone), posts)
        for event_id, hour, posts in counted.annotate(n=Count("pk")).order_by()
    ]


class UtcHour(Func):
    """The hour of a moment as text in UTC (``2026-11-24 02``), by the database's own means.

    Django's TruncHour calls back into Python for every row on SQLite.
    """

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Moments are stored as UTC text there: cut it."""
        return self.as_sql(
            compiler, connection, template="SUBSTR(%(expressions)s, 1, 13)", **more
        )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write the moment out in UTC."""
        template = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return self.as_sql(compiler, connection, template=template, **more)
