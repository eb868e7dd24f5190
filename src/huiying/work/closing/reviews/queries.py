"""Read reviews: the case library (案例库) and the risk list."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.work.closing.reviews.models import AfterReview, Lesson, ReviewState
from huiying.work.incidents.core.models import Incident


def review_of(incident: Incident) -> AfterReview | None:
    """Return the review of an incident, written or finished."""
    return AfterReview.objects.filter(incident=incident).first()


def lessons_of(review: AfterReview) -> QuerySet[Lesson]:
    """Return the lessons of a review, the earliest day first."""
    return review.lessons.select_related("unit")


def cases_of(bureau_id: int) -> QuerySet[AfterReview]:
    """Return the case library, newest first."""
    rows = AfterReview.objects.filter(bureau_id=bureau_id, state=ReviewState.FINISHED)
    return rows.select_related("incident").order_by("-finished_at", "-pk")


def search_cases(
    rows: QuerySet[AfterReview], *, words: str = "", kind: str = "", grade: int | None = None
) -> QuerySet[AfterReview]:
    """Narrow cases by words in title, texts and lessons, by kind and grade."""
    for word in words.split():
        taught = Lesson.objects.filter(review=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(happened__icontains=word)
            | Q(went_well__icontains=word)
            | Q(went_badly__icontains=word)
            | Exists(taught)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(grade=grade) if grade else rows


def risks_of(bureau_id: int, *, state: str = "", now: datetime) -> QuerySet[Lesson]:
    """Return the lessons of finished reviews as the risk list, the earliest day first.

    Args:
        state: "open", "late" or "done"; anything else = all.
    """
    rows = Lesson.objects.filter(bureau_id=bureau_id, review__state=ReviewState.FINISHED)
    if state == "done":
        rows = rows.filter(done_at__isnull=False)
    elif state in ("open", "late"):
        rows = rows.filter(done_at__isnull=True)
    if state == "late":
        rows = rows.filter(due_at__lt=now)
    return rows.select_related("unit", "review").order_by("done_at", "due_at", "pk")
