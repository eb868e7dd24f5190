"""Read answers for the desk: drafts, confirmations, releases; for the public see ``public``.

In:   bureau id, filters.    Out:  rows for screens.
Cost: a constant number of queries each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.policy.answer_forms import AnswerForm
from huiying.work.incidents.models import Incident
from huiying.work.responses.models import (
    OPEN_STATES,
    Answer,
    Confirmation,
    ConfirmationState,
    Draft,
    DraftState,
    ExemptionKind,
    Manner,
    Release,
    Seal,
    Submission,
    Withholding,
)

__all__ = [  # the nouns that screens name in their annotations, and the doors below
    "Answer",
    "Confirmation",
    "ConfirmationState",
    "Draft",
    "DraftState",
    "ExemptionKind",
    "Manner",
    "Release",
    "Seal",
    "Submission",
    "Withholding",
    "answers_of_incident",
    "confirmation_by_number",
    "confirmations_of",
    "drafts_in_sight",
    "drafts_to_approve",
    "held_before",
    "last_release_of",
    "last_seen",
    "open_draft_of",
    "open_draft_of_incident",
    "published_moments",
    "releases_of",
    "seals_of",
    "search_drafts",
    "withheld_in_public",
]


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


def search_drafts(
    rows: QuerySet[Draft], *, words: str = "", state: str = ""
) -> QuerySet[Draft]:
    """Narrow drafts by words in title or number, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(answer__number__icontains=word)
            | Q(answer__incident__number__icontains=word)
        )
    return rows.filter(state=state) if state in DraftState.values else rows


def drafts_to_approve(bureau_id: int) -> QuerySet[Draft]:
    """Return the drafts that wait for an approver, the oldest request first."""
    return (
        Draft.objects.filter(bureau_id=bureau_id, state=DraftState.SUBMITTED)
        .select_related("answer__incident", "answer__speaker", "author", "signoff")
        .order_by("signoff__asked_at", "pk")
    )


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


def published_moments(answer_ids: list[int]) -> dict[tuple[int, int], datetime]:
    """Return when each version of these answers was published: {(answer, version): moment}."""
    rows = Release.objects.filter(answer_id__in=answer_ids)
    return {
        (answer, version): at
        for answer, version, at in rows.values_list("answer_id", "version", "published_at")
    }


def confirmations_of(draft: Draft) -> QuerySet[Confirmation]:
    """Return everything that agencies were asked about a draft, voided ones too."""
    return draft.confirmations.select_related("unit", "clock", "voided_by").order_by("-pk")


def confirmation_by_number(bureau_id: int, number: str) -> Confirmation | None:
    """Return one confirmation with what its page needs."""
    rows = Confirmation.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related(
        "unit", "bureau", "clock", "draft__answer__incident__merged_into"
    ).first()


def withheld_in_public(bureau_id: int) -> QuerySet[Withholding]:
    """Return what is kept back in what is published, the next review first."""
    rows = Withholding.objects.filter(
        bureau_id=bureau_id, release__isnull=False, ended_at__isnull=True
    )
    return rows.select_related("release__answer__incident", "clock", "officer").order_by(
        "clock__due_at", "pk"
    )


def seals_of(answer: Answer) -> QuerySet[Seal]:
    """Return the sealings that were asked for, newest first."""
    rows = Seal.objects.filter(release__answer=answer)
    return rows.select_related("release", "asked_by", "signoff__decided_by").order_by("-pk")


def answers_of_incident(incident: Incident) -> QuerySet[Answer]:
    """Return the answers of an incident and of those merged into it, oldest first."""
    return (
        Answer.objects.filter(Q(incident=incident) | Q(incident__merged_into=incident))
        .select_related("speaker")
        .prefetch_related("releases", "drafts")
        .order_by("pk")
    )


def releases_of(answer: Answer) -> QuerySet[Release]:
    """Return the versions of an answer, newest first."""
    return answer.releases.order_by("-version")


def last_release_of(answer: Answer) -> Release | None:
    """Return the newest version of an answer, if it was published."""
    return releases_of(answer).first()


def held_before(incident: Incident, release: Release) -> bool:
    """Tell whether a holding statement of an incident was published before this release."""
    rows = Release.objects.filter(
        answer__in=answers_of_incident(incident), content__form=AnswerForm.HOLDING
    )
    return rows.exclude(pk=release.pk).exists()


def last_seen(draft: Draft) -> Submission | None:
    """Return what was submitted before the present request, if it was submitted before."""
    rows = draft.submissions.select_related("signoff__decided_by")
    return rows.exclude(signoff_id=draft.signoff_id).order_by("-at", "-pk").first()
