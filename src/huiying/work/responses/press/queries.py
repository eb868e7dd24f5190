"""Read press conferences, questions that are owed, media requests, experts."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from huiying.base.clocks.queries import status_columns
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.press.models import (
    Expert,
    Interpretation,
    MediaRequest,
    PressConference,
    PressQuestion,
)


def conferences_of(bureau_id: int) -> QuerySet[PressConference]:
    """Return the conferences of a bureau, newest first."""
    rows = PressConference.objects.filter(bureau_id=bureau_id)
    return rows.select_related("incident", "signoff").order_by("-planned_at", "-pk")


def press_of_incident(incident: Incident) -> QuerySet[PressConference]:
    """Return the conferences about an incident, also before it was merged into this one."""
    ours = Q(incident=incident) | Q(incident__merged_into=incident)
    return conferences_of(incident.bureau_id).filter(ours)


def owed_questions(bureau_id: int, until: date) -> QuerySet[PressQuestion]:
    """Return the questions that were not answered and are due by a day, oldest first."""
    rows = PressQuestion.objects.filter(bureau_id=bureau_id, answer="", due__lte=until)
    rows = rows.select_related("owner", "conference", "clock").order_by("due", "pk")
    shown = ("question", "owner__name", "conference__number")
    return rows.only(*shown, *status_columns("clock"))


def media_requests_of(bureau_id: int) -> QuerySet[MediaRequest]:
    """Return what media asked, what is still open in front, then newest first."""
    rows = MediaRequest.objects.filter(bureau_id=bureau_id)
    rows = rows.select_related("incident", "clock", "decided_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "clock__due_at", "-pk")


def media_requests_of_incident(incident: Incident) -> QuerySet[MediaRequest]:
    """Return what media asked about an incident, in the same order."""
    return media_requests_of(incident.bureau_id).filter(incident=incident)


def experts_of(bureau_id: int) -> QuerySet[Expert]:
    """Return the experts who are on the roster now."""
    return Expert.objects.filter(bureau_id=bureau_id, left_at__isnull=True)


def interpretations_of(bureau_id: int) -> QuerySet[Interpretation]:
    """Return what experts explained in public, newest first."""
    rows = Interpretation.objects.filter(bureau_id=bureau_id)
    return rows.select_related("expert", "incident")


def interpretations_of_incident(incident: Incident) -> QuerySet[Interpretation]:
    """Return what experts explained about an incident, newest first."""
    return interpretations_of(incident.bureau_id).filter(incident=incident)
