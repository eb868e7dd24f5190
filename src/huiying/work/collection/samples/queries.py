"""Read monthly samples: their links, which are known now, the share.

In:   a bureau, a month.    Out:  rows with what was known then and later.
Cost: three queries for a month that is open; one for a closed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiying.work.collection.samples.known_posts import FoundLink, HeldPost, held_posts
from huiying.work.collection.samples.models import SampleLink, SampleMonth

MOST_LINKS = 50


@dataclass(frozen=True, slots=True)
class LinkState:
    """A link of a sample: known when it was found, known later (since when), or not."""

    link: SampleLink
    later: HeldPost | None


def samples_of(bureau_id: int) -> QuerySet[SampleMonth]:
    """Return the samples of a bureau, the newest month first."""
    rows = SampleMonth.objects.filter(bureau_id=bureau_id)
    return rows.select_related("by", "closed_by").order_by("-month")


def links_of(sample: SampleMonth, now: datetime) -> list[LinkState]:
    """Return the links of a sample in their order."""
    links = list(sample.links.select_related("by"))
    open_ = [link for link in links if not link.known]
    found = held_posts(
        sample.bureau_id, [FoundLink(link.url, link.title) for link in open_], now
    )
    later = {link.pk: post for link, post in zip(open_, found, strict=True)}
    return [LinkState(link, later.get(link.pk)) for link in links]
