"""Read the versions of answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.core.queries import answers_of_incident


def published_moments(answer_ids: list[int]) -> dict[tuple[int, int], datetime]:
    """Return when each version of these answers was published: {(answer, version): moment}."""
    rows = Release.objects.filter(answer_id__in=answer_ids)
    return {
        (answer, version): at
        for answer, version, at in rows.values_list("answer_id", "version", "published_at")
    }


def releases_by_version(answer_ids: Collection[int]) -> dict[tuple[int, int], Release]:
    """Return the versions of these answers: {(answer, version): release}, without the texts."""
    rows = Release.objects.filter(answer_id__in=answer_ids)
    found = rows.select_related("approved_by", "published_by").only(
        "answer_id",
        "version",
        "published_at",
        "content_hash",
        "note",
        "approved_by__name",
        "published_by__name",
    )
    return {(row.answer_id, row.version): row for row in found}


def releases_of(answer: Answer) -> QuerySet[Release]:
    """Return the versions of an answer, newest first."""
    return answer.releases.order_by("-version")


def last_release_of(answer: Answer) -> Release | None:
    """Return the newest version of an answer, if it was published."""
    return releases_of(answer).first()


def has_earlier_holding_statement(incident: Incident, release: Release) -> bool:
    """Tell whether a holding statement of an incident was published before this release."""
    rows = Release.objects.filter(
        answer__in=answers_of_incident(incident), content__form=AnswerForm.HOLDING
    )
    return rows.exclude(pk=release.pk).exists()
