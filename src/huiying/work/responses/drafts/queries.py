"""Read drafts for screens and other acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import OPEN_STATES, Answer, Draft, DraftState


def drafts_in_sight(officer: Officer) -> QuerySet[Draft]:
    """Return the drafts that an officer may see, newest edit first.

    An officer without SEE_POSTS (承办人员) sees those for which his unit speaks or whose
    incident concerns his unit.
    """
    rows = (
        Draft.objects.filter(bureau_id=officer.bureau_id)
        .select_related("answer__incident", "answer__speaker", "author", "signoff__decided_by")
        .order_by("-edited_at", "-pk")
    )
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    if officer.unit_id is None:
        return rows.none()
    mine = Q(answer__speaker_id=officer.unit_id) | Q(
        answer__incident__concerned__unit_id=officer.unit_id
    )
    return rows.filter(mine).distinct()


def drafts_of_bureau(bureau_id: int) -> QuerySet[Draft]:
    """Return every draft of a bureau, for who reads its registers."""
    return Draft.objects.filter(bureau_id=bureau_id)


def search_drafts(
    rows: QuerySet[Draft],
    *,
    words: str = "",
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Draft]:
    """Narrow drafts by words in title or number, by state, by days of the last edit."""
    if since:
        rows = rows.filter(edited_at__gte=since)
    if until:
        rows = rows.filter(edited_at__lt=until)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(answer__number__icontains=word)
            | Q(answer__incident__number__icontains=word)
        )
    return rows.filter(state=state) if state in DraftState.values else rows


def open_draft_of(answer: Answer) -> Draft | None:
    """Return the draft that is on its way for an answer, if there is one."""
    return answer.drafts.filter(state__in=OPEN_STATES).first()


def open_draft_of_incident(incident: Incident) -> Draft | None:
    """Return the draft that is on its way for an incident, if there is one."""
    return Draft.objects.filter(answer__incident=incident, state__in=OPEN_STATES).first()


def open_drafts_by_incident(incident_ids: Iterable[int]) -> dict[int, int]:
    """Return the draft that is on its way for each of these incidents: {incident: draft}."""
    rows = Draft.objects.filter(answer__incident_id__in=incident_ids, state__in=OPEN_STATES)
    return dict(rows.order_by("-pk").values_list("answer__incident_id", "pk"))


def without_submission(incidents: QuerySet[Incident], writer: Officer) -> QuerySet[Incident]:
    """Narrow incidents to those of which no draft waits for a review or for publication.

    One that was sent back to its ``writer`` is his to mend and left out too. ``draft`` is the
    key of the draft on its way, or None.
    """
    drafts = Draft.objects.filter(answer__incident=OuterRef("pk"), state__in=OPEN_STATES)
    ahead = Q(state__in=(DraftState.SUBMITTED, DraftState.APPROVED)) | Q(
        signoff__decision=Decision.RETURNED, author=writer
    )
    rows = incidents.filter(~Exists(drafts.filter(ahead)))
    return rows.annotate(draft=Subquery(drafts.values("pk")[:1]))
