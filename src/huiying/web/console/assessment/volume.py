"""The numbers behind the picture of a matter: by platform and time, growth, forecast."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.assessment.picture import strip_rows
from huiying.web.console.assessment.picture_bars import WIDE, bucket_hours
from huiying.web.console.assessment.spread import spread_of
from huiying.web.console.assessment.trend import trend_of
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.exports import csv_file
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import read_only_if_recused

TREND_HOURS = 72


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """One bar of the picture in numbers."""

    label: str
    total: int
    counts: list[int]


@dataclass(frozen=True, slots=True)
class VolumeTable:
    """The bars and the strip of the picture as a table; before: posts that it leaves out."""

    platforms: list[str]
    rows: list[VolumeRow]
    sums: list[int]
    total: int
    before: int
    hours: int


@require_GET
def volume(request: OfficerRequest, number: str) -> HttpResponse:
    """The numbers of a matter; ``?format=csv`` has every hour and platform."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer = read_only_if_recused(request.user, incident)
    reading = IncidentReading(incident, officer, clock.now())
    if request.GET.get("format") == "csv":
        return _as_csv(reading)
    context = {
        "incident": incident_line(incident, "trend"),
        "table": volume_table(reading),
        "csv_url": f"{reverse('console:incident-volume', args=[number])}?format=csv",
        "trend": trend_of(
            reading.posts.volume,
            reading.now,
            counted=reading.posts.by_hour,
            hours=TREND_HOURS,
            ahead=not reading.is_settled,
        ),
        "spread": spread_of(reading.posts, officer, reading.now),
    }
    return render(request, "console/assessment/volume.html", context)


def volume_table(reading: IncidentReading) -> VolumeTable | None:
    """Return the numbers of the wide picture; None when there is no post."""
    hours = reading.posts.by_hour
    if not hours:
        return None
    last = max(hours)
    until = last if reading.is_settled else max(last, timezone.localtime(reading.now))
    buckets = bucket_hours(hours, until, WIDE)
    strip = strip_rows(reading, buckets)
    return VolumeTable(
        platforms=[row.name for row in strip],
        rows=[
            VolumeRow(
                start.strftime("%m-%d %H:00"), total, [row.counts[index] for row in strip]
            )
            for index, (start, total) in enumerate(
                zip(buckets.starts, buckets.counts, strict=True)
            )
        ],
        sums=[row.total for row in strip],
        total=sum(buckets.counts),
        before=buckets.before,
        hours=buckets.hours,
    )


def _as_csv(reading: IncidentReading) -> HttpResponse:
    listed = reading.posts.known_platforms(reading.now)
    counts: dict[tuple[str, str], int] = {}
    for one in reading.posts.placed:
        key = (
            one.hour.strftime("%Y-%m-%d %H:00"),
            platform_name(one.place.channel, listed),
        )
        counts[key] = counts.get(key, 0) + one.place.posts
    rows = [[hour, platform, posts] for (hour, platform), posts in sorted(counts.items())]
    return csv_file(reading.number, [_("时间"), _("平台"), _("条数")], rows)
