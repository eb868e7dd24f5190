"""Read press and media, and what their acts share: contents, hashes, records.

In:   a bureau, an officer, an incident.    Out:  rows for screens; one line of the record.
Cost: a constant number of queries each.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.clocks.queries import facts_of
from huiying.policy.calendar import LOCAL
from huiying.work.casework.procedure import hash_of
from huiying.work.incidents.claiming import Claim
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import Incident
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.models import (
    Expert,
    Interpretation,
    MediaKind,
    MediaRequest,
    MediaState,
    PressConference,
    PressForm,
    PressQuestion,
    PressState,
)

__all__ = [
    "Expert",
    "Interpretation",
    "MediaKind",
    "MediaRequest",
    "MediaState",
    "PressConference",
    "PressForm",
    "PressQuestion",
    "PressState",
    "claim_press",
    "conferences_of",
    "experts_of",
    "hash_of_press",
    "interpretations_of",
    "media_requests_of",
    "owed_questions",
    "press_content",
    "press_of_incident",
    "record_press",
]


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
    return rows.only(*shown, *facts_of("clock"))


def media_requests_of(
    bureau_id: int, incident: Incident | None = None
) -> QuerySet[MediaRequest]:
    """Return what media asked, what is still open in front, then newest first."""
    rows = MediaRequest.objects.filter(bureau_id=bureau_id)
    if incident is not None:
        rows = rows.filter(incident=incident)
    rows = rows.select_related("incident", "clock", "decided_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "clock__due_at", "-pk")


def experts_of(bureau_id: int) -> QuerySet[Expert]:
    """Return the experts who are on the roster now."""
    return Expert.objects.filter(bureau_id=bureau_id, left_at__isnull=True)


def interpretations_of(
    bureau_id: int, incident: Incident | None = None
) -> QuerySet[Interpretation]:
    """Return what experts explained in public, newest first."""
    rows = Interpretation.objects.filter(bureau_id=bureau_id)
    if incident is not None:
        rows = rows.filter(incident=incident)
    return rows.select_related("expert", "incident")


def press_content(row: PressConference) -> dict[str, Any]:
    """Return an application in its canonical shape: an approval binds exactly this."""
    return {
        "number": row.number,
        "incident": incident_now(row.incident).number,
        "form": row.form,
        "title": row.title,
        "planned_at": row.planned_at.astimezone(LOCAL).isoformat(),
        "place": row.place,
        "host": row.host,
        "speakers": row.speakers,
        "media": row.media,
        "content": row.content,
    }


def hash_of_press(row: PressConference) -> str:
    """Return the hash that an approval of an application is bound to."""
    return hash_of(press_content(row))


claim_press = Claim(
    PressState,
    CannotDecide,
    Stale,
    gettext_noop("发布会现在是“%(state)s”，不能这样办。"),
    gettext_noop("这场发布会刚被别人改过，你的操作没有生效。请看过新内容再办。"),
)


def record_press(
    subject: Subject,
    incident: Incident | None,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident if there is one."""
    about = f"incident:{incident_now(incident).number}" if incident else ""
    append(
        bureau_id=officer.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject(subject.kind, subject.ref, subject.label, about),
        now=now,
        data=data or {},
    )
