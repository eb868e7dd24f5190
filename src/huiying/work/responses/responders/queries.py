"""Read the roster of identified responders and what they answered.

These are lists of what an office said in public under its own name; nothing here leads to what
a person wrote elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.models import OfficialAccount
from huiying.work.responses.responders.models import Reply, Responder, ResponderState

MOST = 200


@dataclass(frozen=True, slots=True)
class ResponderAnswer:
    """One thing that a responder answered: a release here, or on an official account."""

    release: Release
    at: datetime
    account: OfficialAccount | None  # None = on this site
    address: str


def public_roster(bureau_id: int) -> list[Responder]:
    """Return who answers in public now, by unit and name, with ``posted`` (replies)."""
    rows = _listed(bureau_id).annotate(posted=Count("replies"))
    return list(rows.order_by("unit__name", "work_name"))


def public_line(bureau_id: int, number: str) -> Responder | None:
    """Return one line of the public roster; None for who left, declined or is only asked."""
    return _listed(bureau_id).filter(number=number).first()


def listed_line_of(officer: Officer) -> Responder | None:
    """Return the officer's own line of the public roster, if he has one."""
    return _listed(officer.bureau_id).filter(officer=officer).first()


def roster_lines(bureau_id: int) -> QuerySet[Responder]:
    """Return every line that there was, newest first, for who keeps the roster."""
    rows = Responder.objects.filter(bureau_id=bureau_id)
    return rows.select_related("officer", "unit", "requested_by").order_by(
        "-requested_at", "-pk"
    )


def replies_of(bureau_id: int) -> QuerySet[Reply]:
    """Return the replies of a bureau on its accounts, newest first."""
    rows = Reply.objects.filter(bureau_id=bureau_id)
    return rows.select_related(
        "release__answer", "account", "responder__unit", "responder__officer"
    ).order_by("-posted_at", "-pk")


def replies_to(releases: Iterable[Release]) -> dict[int, list[Reply]]:
    """Return the replies that stand with these releases, by release, oldest first."""
    rows = Reply.objects.filter(release__in=[row.pk for row in releases])
    found: defaultdict[int, list[Reply]] = defaultdict(list)
    for row in rows.select_related("account", "responder__unit", "responder__officer").order_by(
        "posted_at", "pk"
    ):
        found[row.release_id].append(row)
    return dict(found)


def answers_by(line: Responder) -> list[ResponderAnswer]:
    """Return what a responder answered since the consent, newest first (at most ``MOST``)."""
    since = line.consented_at or line.requested_at
    here = Release.objects.filter(
        bureau_id=line.bureau_id, published_by_id=line.officer_id, published_at__gte=since
    ).select_related("answer")
    found = [
        ResponderAnswer(row, row.published_at, None, "") for row in here.order_by("-pk")[:MOST]
    ]
    there = line.replies.select_related("release__answer", "account").order_by("-posted_at")
    found += [
        ResponderAnswer(row.release, row.posted_at, row.account, row.address)
        for row in there[:MOST]
    ]
    return sorted(found, key=lambda row: row.at, reverse=True)[:MOST]


def is_named(line: Responder) -> bool:
    """Tell whether a line is on the public roster now; else only its unit is named."""
    return line.state == ResponderState.LISTED and line.officer.is_active


def _listed(bureau_id: int) -> QuerySet[Responder]:
    listed = Q(state=ResponderState.LISTED, officer__is_active=True)
    rows = Responder.objects.filter(listed, bureau_id=bureau_id)
    return rows.select_related("unit", "officer")
