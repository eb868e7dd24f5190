"""Store the state of an article as the worker learns it.

In:   a posting that this process claimed, what the platform said.
Out:  drafted, submitted, published with its address and record; tried again; failed; in doubt.
Cost: one to four writes each.

*Submitted is not published*: only the platform's own status 0 is. A request that went out and
got no answer is in doubt, and nothing goes out again before a person looked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.work.responses.outlets.agreement import digest_of_text, verdict_on
from huiying.work.responses.outlets.claim import claim_line
from huiying.work.responses.outlets.models import (
    AccountKey,
    Carried,
    PlanLine,
    PlanState,
    Posting,
    PostingState,
)
from huiying.work.responses.outlets.record import record_line
from huiying.work.responses.releases.package import package_of

WAITS = (30, 120, 600, 1800)  # seconds after a refusal that may pass
POLL = timedelta(seconds=20)
LONGEST_POLL = timedelta(hours=24)


def claim_article(posting: Posting, now: datetime) -> bool:
    """Take a posting for one request; False = another process has it.

    A claim that still stands is of a process that died with its request out: what draws or
    publishes is then in doubt, and only a question about the status is asked again.
    """
    rows = Posting.objects.filter(
        pk=posting.pk, state=posting.state, claimed_at=posting.claimed_at
    )
    if posting.claimed_at is not None and posting.state != PostingState.SUBMITTED:
        mark_doubt(posting, house_text("程序等待应答时中断，平台可能已收到。"), now)
        return False
    done = rows.update(claimed_at=now) == 1
    posting.claimed_at = now
    return done


@transaction.atomic
def mark_drafted(posting: Posting, media_id: str, now: datetime) -> None:
    """The draft lies in the back office; readers see nothing of it."""
    if _settle(posting, PostingState.DRAFTED, media_id=media_id):
        record_line(posting.line, "outlet.drafted", None, now)


@transaction.atomic
def mark_submitted(posting: Posting, publish_id: str, now: datetime) -> None:
    """The platform took the task; whether it publishes is asked until it says."""
    _settle(posting, PostingState.SUBMITTED, publish_id=publish_id, next_try_at=now + POLL)


@transaction.atomic
def mark_published(posting: Posting, link: str, now: datetime) -> None:
    """The platform says that it is published: the plan gets its proof."""
    if not _settle(posting, PostingState.PUBLISHED):
        return
    line, release = posting.line, posting.release
    text = package_of(release).plain
    states = (PlanState.PLANNED, PlanState.CARRIED, PlanState.UNKNOWN)
    line.refresh_from_db()
    claim_line(line, states, None, state=PlanState.CARRIED, doubt_at=None, reason="")
    row = Carried.objects.create(
        bureau_id=line.bureau_id,
        line=line,
        release=release,
        at=now,
        link=link,
        proof=house_text("公众号接口答复已发布（任务 %(id)s）") % {"id": posting.publish_id},
        text=text,
        digest=digest_of_text(text),
        agreement=verdict_on(release, text).agreement,
        recorded_at=now,
        recorded_by=posting.published_by or posting.requested_by,
    )
    data = {"version": release.version, "agreement": row.agreement, "hash": row.digest}
    record_line(line, "outlet.carried", posting.published_by, now, **data)


@transaction.atomic
def mark_waiting(posting: Posting, now: datetime) -> None:
    """The platform still works on it; after a day without a word a person looks."""
    if now - (posting.publish_requested_at or now) > LONGEST_POLL:
        mark_doubt(posting, house_text("已满一日，平台尚无结果。"), now)
        return
    _settle(posting, PostingState.SUBMITTED, next_try_at=now + POLL)


@transaction.atomic
def mark_refused(posting: Posting, error: str, now: datetime, *, final: bool) -> None:
    """The platform said no: tried again later, or before a person."""
    if final or posting.attempts >= len(WAITS):
        if _settle(posting, PostingState.FAILED, error=error[:200]):
            _store_error(posting.line, error)
            record_line(posting.line, "outlet.failed", None, now, reason=error)
        return
    wait = timedelta(seconds=WAITS[posting.attempts])
    _settle(
        posting,
        PostingState(posting.state),
        error=error[:200],
        attempts=posting.attempts + 1,
        next_try_at=now + wait,
    )


@transaction.atomic
def mark_doubt(posting: Posting, error: str, now: datetime) -> None:
    """A request went out and no answer came; the line of the plan is in doubt with it."""
    publishing = posting.publish_requested_at is not None
    if not _settle(posting, PostingState.UNKNOWN, error=error[:200]):
        return
    if publishing:
        states = [PlanState.PLANNED, PlanState.CARRIED]
        PlanLine.objects.filter(pk=posting.line_id, state__in=states).update(
            state=PlanState.UNKNOWN,
            reason=error[:300],
            doubt_at=now,
            revision=F("revision") + 1,
        )
    record_line(posting.line, "outlet.doubted", None, now, reason=error)


def settle_article(line: PlanLine, *, published: bool) -> None:
    """Settle the article when a person looked and says that it is there, or that it is not.

    Raises:
        Refused: If the platform is working on it at this moment.
    """
    rows = Posting.objects.filter(line=line)
    if rows.filter(state__in=[PostingState.SENDING, PostingState.SUBMITTED]).exists():
        raise Refused(_("公众号接口正在发布，请等平台的结果。"))
    if published:
        rows.filter(state__in=[PostingState.DRAFTING, PostingState.DRAFTED]).update(
            state=PostingState.DROPPED, revision=F("revision") + 1
        )
        rows.filter(state=PostingState.UNKNOWN, publish_requested_at__isnull=False).update(
            state=PostingState.PUBLISHED, revision=F("revision") + 1
        )
        return
    rows.filter(state=PostingState.UNKNOWN, publish_requested_at__isnull=False).update(
        state=PostingState.DRAFTED, publish_requested_at=None, revision=F("revision") + 1
    )


def store_cover_id(key: AccountKey, media_id: str) -> None:
    """Remember the name under which the platform keeps the cover."""
    AccountKey.objects.filter(pk=key.pk).update(cover_media_id=media_id)


def _settle(posting: Posting, state: PostingState, **changes: Any) -> bool:
    rows = Posting.objects.filter(
        pk=posting.pk, state=posting.state, claimed_at=posting.claimed_at
    )
    done = rows.update(state=state, claimed_at=None, revision=F("revision") + 1, **changes)
    posting.refresh_from_db()
    return done == 1


def _store_error(line: PlanLine, error: str) -> None:
    PlanLine.objects.filter(pk=line.pk, state=PlanState.PLANNED).update(reason=error[:300])
