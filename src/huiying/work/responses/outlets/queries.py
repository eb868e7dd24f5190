"""Read accounts and media, lines of release plans, articles of 公众号."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.outlets.models import (
    MEDIA,
    AccountKey,
    Carried,
    OfficialAccount,
    Outlet,
    PlanLine,
    PlanState,
    Posting,
    PostingState,
)

UNFINISHED = (PostingState.DRAFTING, PostingState.SENDING, PostingState.SUBMITTED)


SET_BACK = timedelta(hours=1)  # nothing waits so long: beyond, the clock was set back


def active_key(line: PlanLine) -> AccountKey | None:
    """Return the key of the line's account if it is switched on."""
    rows = AccountKey.objects.filter(account_id=line.account_id, active=True)
    return rows.filter(account__retired_at__isnull=True).select_related("cover").first()


def keys_of(bureau_id: int) -> list[tuple[OfficialAccount, AccountKey | None]]:
    """Return every 公众号 in use of a bureau with its key, if it has one."""
    rows = OfficialAccount.objects.filter(
        bureau_id=bureau_id, outlet=Outlet.WECHAT, retired_at__isnull=True
    ).select_related("key__cover", "key__set_by")
    return [(row, getattr(row, "key", None)) for row in rows.order_by("name")]


def last_posting(line: PlanLine) -> Posting | None:
    """Return the newest article of a line, if one was ever asked for."""
    rows = line.postings.select_related("release", "requested_by", "published_by")
    return rows.first()


def due_postings(now: datetime, *, lease: timedelta, limit: int) -> QuerySet[Posting]:
    """Return what the worker has to do now; a sandbox sends nothing.

    Args:
        lease: How long a request may be out before its process counts as dead.
    """
    due = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + SET_BACK)
    rows = Posting.objects.filter(due, state__in=UNFINISHED, bureau__sandbox=False)
    rows = rows.exclude(claimed_at__gt=now - lease, claimed_at__lte=now + SET_BACK)
    return rows.select_related(
        "line__answer__incident", "line__account", "release", "published_by"
    ).order_by("next_try_at")[:limit]


ARTICLE_NEEDS = {
    PostingState.UNKNOWN: "look",
    PostingState.FAILED: "failed",
    PostingState.DRAFTED: "ready",
}
"""Why an article of a 公众号 needs a person."""


def plan_of(answer: Answer) -> QuerySet[PlanLine]:
    """Return the lines of an answer's plan with what each carried, in the order of time."""
    rows = PlanLine.objects.filter(answer=answer).select_related("owner", "account")
    return rows.prefetch_related("carried__release", "carried__recorded_by", "carried__file")


def needs_correction(line: PlanLine, newest: int) -> bool:
    """Tell whether a channel still says an older version than the newest release."""
    last = next(iter(line.carried.all()), None)
    return (
        line.state == PlanState.CARRIED and last is not None and last.release.version < newest
    )


def lines_in_need(bureau_id: int, now: datetime) -> QuerySet[PlanLine]:
    """Return the lines that need a person, by time; ``need_of`` says why."""
    newest = Release.objects.filter(answer=OuterRef("answer")).order_by("-version")
    carried = Carried.objects.filter(line=OuterRef("pk")).order_by("-release__version")
    rows = PlanLine.objects.filter(bureau_id=bureau_id).annotate(
        newest=Subquery(newest.values("version")[:1]),
        carries=Subquery(carried.values("release__version")[:1]),
        article=Subquery(Posting.objects.filter(line=OuterRef("pk")).values("state")[:1]),
    )
    late = Q(state=PlanState.PLANNED, planned_at__lte=now, newest__isnull=False)
    old = Q(state=PlanState.CARRIED, carries__lt=F("newest"))
    behind = Q(carries__isnull=True) | Q(carries__lt=F("newest"))
    by_machine = behind & Q(article__in=[*ARTICLE_NEEDS]) & ~Q(state=PlanState.DROPPED)
    found = rows.filter(Q(state=PlanState.UNKNOWN) | late | old | by_machine)
    found = found.select_related("answer", "account").order_by("planned_at")
    return found.only("state", "answer__number", "account__platform", "account__name")


def need_of(line: PlanLine) -> str:
    """Return why a line of ``lines_in_need`` needs a person.

    ``look`` = in doubt, ``failed`` = the platform did not publish, ``ready`` = a draft waits to
    be published, ``correct`` = it says an older version, ``late`` = its time is over.
    """
    why = {PlanState.UNKNOWN: "look", PlanState.CARRIED: "correct", PlanState.PLANNED: "late"}
    article = line.article  # type: ignore[attr-defined]  # annotated
    return ARTICLE_NEEDS.get(article) or why[PlanState(line.state)]


def all_accounts(bureau_id: int) -> QuerySet[OfficialAccount]:
    """Return the whole list: own accounts and media, by kind and name."""
    return OfficialAccount.objects.filter(bureau_id=bureau_id).order_by("outlet", "name")


def accounts_with_counts(bureau_id: int) -> QuerySet[OfficialAccount]:
    """Return the list with ``answers`` (planned there) and ``posted``, in use first."""
    answers = Count("planned", filter=~Q(planned__state=PlanState.DROPPED), distinct=True)
    rows = all_accounts(bureau_id).annotate(
        answers=answers, posted=Count("replies", distinct=True)
    )
    return rows.order_by(F("retired_at").asc(nulls_first=True), "outlet", "name")


def own_accounts(bureau_id: int, *, in_use: bool = False) -> QuerySet[OfficialAccount]:
    """Return the confirmed accounts that the bureau itself holds, by platform."""
    rows = OfficialAccount.objects.filter(bureau_id=bureau_id, confirmed_at__isnull=False)
    rows = rows.exclude(outlet__in=MEDIA)
    rows = rows.filter(retired_at__isnull=True) if in_use else rows
    return rows.order_by("platform", "name")
