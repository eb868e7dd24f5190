"""Sources as rows of their list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.jobs.demo.controls import has_ended, is_standing
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.shared.place_names import community_name, platform_name
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.queries import posts_per_source
from huiying.work.collection.sources.health import Condition, condition_of
from huiying.work.collection.sources.labels import FEED, PAGE
from huiying.work.collection.sources.models import Source


def demo_standstill() -> NoteRow | None:
    """Say in the demonstration that nothing comes in; None elsewhere, and while it goes on."""
    if not settings.DEMO or settings.DRILL:
        return None
    if has_ended():
        return NoteRow(
            _("演示的帖文已播放完，不再有新帖；下列状况以播放结束时为准。"),
            _("可在演示页重新开始。"),
            level="warn",
        )
    if is_standing():
        return NoteRow(
            _("演示已暂停，时间和新帖均已停止；下列状况以暂停时为准。"),
            _("可在演示页继续。"),
            level="warn",
        )
    return None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its health; ``day`` counts the posts of 24 hours."""

    source: Source
    platform: str
    community: str
    condition: Condition
    day: int
    fetched: bool


def source_rows(bureau_id: int, sources: list[Source], now: datetime) -> list[SourceRow]:
    """Return one row per source."""
    counts = posts_per_source(bureau_id, now)
    places = known_places_of(bureau_id, now)
    return [
        SourceRow(
            source,
            platform_name(source.channel, places),
            community_name(source.community, places),
            condition_of(source, now),
            counts.get(source.pk, 0),
            source.kind in {FEED, PAGE},
        )
        for source in sources
    ]
