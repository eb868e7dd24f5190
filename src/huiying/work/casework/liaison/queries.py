"""Read liaison: offices and their talks, what is open, what was shared, what came back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.clocks.queries import status_columns
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.liaison.models import (
    AgencyToken,
    FollowUp,
    Lead,
    LeadState,
    LiaisonDesk,
    LiaisonTalk,
    Share,
    ShareState,
    Training,
)
from huiying.work.casework.notices.guidance import guidance_at
from huiying.work.casework.verification.models import Docket, DocketState
from huiying.work.casework.verification.queries import (
    finding_in_force,
    verification_requests_of,
)
from huiying.work.incidents.core.models import Incident

SCHEMA = 1


def agencies_of(bureau_id: int) -> QuerySet[Unit]:
    """Return the agencies outside the bureau: sections are notified, not liaised with."""
    return units_of(bureau_id).filter(kind=UnitKind.AGENCY)


def liaison_desks(bureau_id: int) -> QuerySet[LiaisonDesk]:
    """Return the offices with their talks, who is to be talked with next in front."""
    talks = LiaisonTalk.objects.prefetch_related("follow_ups")
    rows = LiaisonDesk.objects.filter(bureau_id=bureau_id).select_related("unit", "clock")
    rows = rows.prefetch_related(Prefetch("talks", talks))
    return rows.order_by("-active", "clock__due_at", "pk")


def follow_ups_open(bureau_id: int, until: date) -> QuerySet[FollowUp]:
    """Return what was agreed, is not done and is due by a day, the oldest first."""
    rows = FollowUp.objects.filter(bureau_id=bureau_id, done_at__isnull=True, due__lte=until)
    rows = rows.select_related("owner", "clock", "talk__desk").order_by("due", "pk")
    shown = ("due", "words", "owner__name", "talk__desk__number")
    return rows.only(*shown, *status_columns("clock"))


def talks_due(bureau_id: int, until: datetime) -> QuerySet[LiaisonDesk]:
    """Return the offices to be talked with by a moment, the most urgent first."""
    rows = LiaisonDesk.objects.filter(bureau_id=bureau_id, active=True)
    rows = rows.filter(clock__due_at__lte=until).select_related("unit", "clock")
    shown = ("number", "office", "unit__name")
    return rows.order_by("clock__due_at", "pk").only(*shown, *status_columns("clock"))


def leads_waiting(bureau_id: int) -> QuerySet[Lead]:
    """Return the leads that nobody has decided about, the oldest first."""
    rows = Lead.objects.filter(bureau_id=bureau_id, state=LeadState.RECEIVED)
    rows = rows.select_related("share__unit")
    return rows.only("number", "text", "share__number", "share__unit__name")


def shares_of(bureau_id: int) -> QuerySet[Share]:
    """Return the register of what was shared, newest first, with how much came back."""
    rows = Share.objects.filter(bureau_id=bureau_id).select_related(
        "unit", "incident", "shared_by"
    )
    waiting = Q(leads__state=LeadState.RECEIVED)
    rows = rows.annotate(
        came_back=Count("leads", distinct=True),
        to_decide=Count("leads", filter=waiting, distinct=True),
    )
    return rows.prefetch_related("leads").order_by("-shared_at", "-pk")


def search_shares(
    rows: QuerySet[Share], *, words: str = "", state: str = "", unit: int | None = None
) -> QuerySet[Share]:
    """Narrow the register: by number, title or purpose; by state or ``BACK``; by agency."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(incident__number__icontains=word)
            | Q(incident__title__icontains=word)
            | Q(purpose__icontains=word)
        )
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if state == "BACK":
        return rows.filter(pk__in=Lead.objects.values("share_id"))
    return rows.filter(state=state) if state in ShareState.values else rows


def shares_of_incident(incident: Incident) -> QuerySet[Share]:
    """Return what was shared of an incident, also before it was merged into this one."""
    rows = shares_of(incident.bureau_id)
    return rows.filter(Q(incident=incident) | Q(incident__merged_into=incident))


def share_by_number(bureau_id: int, number: str) -> Share | None:
    """Return a share by its public number (signed links carry bureau and number)."""
    rows = Share.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("unit", "bureau", "incident__merged_into").first()


def requests_open_for_share(share: Share) -> list[Docket]:
    """Return the claims of the incident that this agency was asked and has not answered."""
    rows = verification_requests_of(share.incident.merged_into or share.incident)
    return list(rows.filter(unit_id=share.unit_id, state=DocketState.ASKED))


def share_content(incident: Incident, purpose: str, now: datetime) -> dict[str, Any]:
    """Return the facts of an incident as an agency may read them: matters, claims, figures.

    No post, no address of a post, no grade, nobody's name (design §2.3).
    """
    found = []
    for docket in verification_requests_of(incident):
        answer = finding_in_force(docket, now)
        if answer is not None:
            found.append(
                {
                    "docket": docket.number,
                    "claim": docket.claim,
                    "finding": answer.finding,
                    "facts": answer.facts,
                    "unit": docket.unit.name,
                    "until": answer.expires_at.isoformat(),
                }
            )
    line = guidance_at(incident)
    return {
        "schema": SCHEMA,
        "incident": incident.number,
        "title": incident.title,
        "stage": Stage(incident.stage).label,
        "opened_at": incident.opened_at.isoformat(),
        "as_of": now.isoformat(),
        "posts": incident.size,
        "agreed_line": line.agreed_line if line else "",
        "findings": found,
        "purpose": purpose,
    }


def share_intact(share: Share) -> bool:
    """Tell whether what is kept is still what was shared."""
    return hash_of_content(share.content) == share.content_hash


def trainings_of(bureau_id: int) -> QuerySet[Training]:
    """Return the trainings, newest first, with the version of the rules that came of each."""
    rows = Training.objects.filter(bureau_id=bureau_id)
    return rows.select_related("rules", "recorded_by")


def token_by_digest(digest: str) -> AgencyToken | None:
    """Return the token with this digest, works it or not."""
    rows = AgencyToken.objects.filter(digest=digest)
    return rows.select_related("unit", "bureau").first()


def agencies_with_tokens(bureau_id: int) -> list[tuple[Unit, AgencyToken | None]]:
    """Return every agency with its newest token, working or ended."""
    newest: dict[int, AgencyToken] = {}
    rows = AgencyToken.objects.filter(bureau_id=bureau_id).select_related("unit", "made_by")
    for row in rows:
        newest.setdefault(row.unit_id, row)
    return [(unit, newest.get(unit.pk)) for unit in agencies_of(bureau_id)]


def open_shares(unit: Unit, now: datetime) -> QuerySet[Share]:
    """Return the shares that an agency may look at now, newest first."""
    rows = Share.objects.filter(unit=unit, state=ShareState.OPEN, ends_at__gt=now)
    return rows.select_related("unit", "incident__merged_into").order_by("-shared_at", "-pk")


def requests_open_for_agency(unit: Unit) -> QuerySet[Docket]:
    """Return the claims that an agency was asked and has not answered, oldest first."""
    rows = Docket.objects.filter(unit=unit, state=DocketState.ASKED)
    return rows.select_related("unit", "clock").order_by("requested_at", "pk")


def working_token(unit: Unit) -> AgencyToken | None:
    """Return the token of an agency that works at the moment, if there is one."""
    rows = AgencyToken.objects.filter(unit=unit, ended_at__isnull=True)
    return rows.select_related("unit").first()
