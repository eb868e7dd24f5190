"""Read what the public sees: bureaus, released versions, topics, totals.

In:   a bureau, filters.    Out:  releases alone; never a draft.
Cost: a constant number of queries each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from huiying.base.accounts.core.models import Bureau
from huiying.base.rulebook.queries import book_of
from huiying.work.casework.tasks.models import Commitment
from huiying.work.responses.core.models import Answer, Edition, Release


@dataclass(frozen=True, slots=True)
class PublicState:
    """What stands in public at a bureau: every act that changes a public page moves it on."""

    edition: int
    newest: int  # key of the newest release, 0 when there is none
    name: str  # of the bureau
    sandbox: bool
    promised: int  # key of the newest commitment, 0 when there is none
    kept: datetime | None  # when the last one was fulfilled


def public_bureaus() -> list[Bureau]:
    """Return the bureaus that a visitor can choose: those with an answer, else all.

    Sandbox bureaus (drills) are never public, but in the demonstration, which has no other.
    """
    rows = _open_to_all().order_by("name")
    answered = Exists(Release.objects.filter(bureau_id=OuterRef("pk")))
    return list(rows.filter(answered)) or list(rows)


def public_bureau(slug: str) -> Bureau | None:
    """Return one bureau by its public name, None for a sandbox or a stranger."""
    return _open_to_all().filter(slug=slug).first()


def _open_to_all() -> QuerySet[Bureau]:
    return Bureau.objects.all() if settings.DEMO else Bureau.objects.filter(sandbox=False)


def public_state(bureau_id: int) -> PublicState:
    """Return what a cache needs to know of a bureau's public pages (one query)."""
    newest = Release.objects.filter(bureau_id=bureau_id).order_by("-published_at", "-pk")
    edition = Edition.objects.filter(bureau_id=bureau_id)
    promises = Commitment.objects.filter(bureau_id=bureau_id).order_by("-pk")
    kept = promises.filter(fulfilled_at__isnull=False).order_by("-fulfilled_at")
    row = (
        Bureau.objects.filter(pk=bureau_id)
        .values_list(
            Subquery(edition.values("number")[:1]),
            Subquery(newest.values("pk")[:1]),
            "name",
            "sandbox",
            Subquery(promises.values("pk")[:1]),
            Subquery(kept.values("fulfilled_at")[:1]),
        )
        .get()
    )
    return PublicState(row[0] or 0, row[1] or 0, row[2], row[3], row[4] or 0, row[5])


def public_answers(
    bureau_id: int, *, finding: str = "", topic: str = "", numbers: list[str] | None = None
) -> QuerySet[Release]:
    """Return the newest version of every answer, the most recently published first.

    Args:
        finding: Only answers with this finding, when it is not empty.
        topic: Only answers filed under this topic, when it is not empty.
        numbers: Only these answers (what a search found); None = all.
    """
    newer = Release.objects.filter(
        answer_id=OuterRef("answer_id"), version__gt=OuterRef("version")
    )
    rows = (
        Release.objects.filter(~Exists(newer), bureau_id=bureau_id)
        .select_related("answer")
        .order_by("-published_at", "-pk")
    )
    if finding:
        rows = rows.filter(content__finding=finding)
    if topic:
        rows = rows.filter(answer__topic=topic)
    return rows if numbers is None else rows.filter(answer__number__in=numbers)


def public_versions(bureau_id: int, number: str) -> list[Release]:
    """Return the published versions of one answer, newest first; empty when there are none."""
    rows = Release.objects.filter(bureau_id=bureau_id, answer__number=number)
    return list(rows.select_related("answer").order_by("-version"))


def public_history(bureau_id: int) -> QuerySet[Release]:
    """Return every published version of a bureau, each with ``newest``, the oldest first."""
    newer = Release.objects.filter(
        answer_id=OuterRef("answer_id"), version__gt=OuterRef("version")
    )
    rows = Release.objects.filter(bureau_id=bureau_id).annotate(newest=~Exists(newer))
    return rows.select_related("answer").order_by("pk")


def first_published(releases: list[Release]) -> dict[int, datetime]:
    """Return when the first version of each of these answers was published."""
    keys = [release.answer_id for release in releases]
    rows = Release.objects.filter(answer_id__in=keys, version=1)
    return dict(rows.values_list("answer_id", "published_at"))


def public_totals(bureau_id: int) -> tuple[int, int]:
    """Return (answers, corrections) that a bureau has published."""
    row = Release.objects.filter(bureau_id=bureau_id).aggregate(
        answers=Count("pk", filter=Q(version=1)),
        corrections=Count("pk", filter=Q(version__gt=1)),
    )
    return row["answers"], row["corrections"]


def public_topics(bureau_id: int, now: datetime) -> list[tuple[str, int]]:
    """Return the topics that public answers are filed under, each with how many, most first.

    A word that is not in the rule book's list is none, however it came to stand there.
    """
    listed = listed_topics(bureau_id, now)
    published = Exists(Release.objects.filter(answer_id=OuterRef("pk")))
    filed = Answer.objects.filter(published, bureau_id=bureau_id).exclude(topic="")
    counted = filed.values_list("topic").annotate(count=Count("pk"))
    rows = counted.order_by("-count", "topic")
    return [(topic, count) for topic, count in rows if topic in listed]


def listed_topics(bureau_id: int, now: datetime) -> frozenset[str]:
    """Return the topics of the rule book: whatever else stands at an answer is not shown."""
    return frozenset(book_of(bureau_id, now).topics)


def public_places(bureau_id: int, *, first: int, most: int) -> list[tuple[str, datetime]]:
    """Return the numbers of public answers, newest first, with when each last changed."""
    rows = public_answers(bureau_id).values_list("answer__number", "published_at")
    return list(rows[first : first + most])
