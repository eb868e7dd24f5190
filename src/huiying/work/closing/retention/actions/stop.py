"""Stop a deletion that runs, let it go on, or end it for good.

In:   a deletion, who acts.    Out:  its state; a record with the reason.
Cost: one conditional update and one record.

What is deleted stays deleted. A deletion that was ended does not go on, and the next can be
planned.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.closing.retention.models import DeletionState, PostDeletion

MAX_REASON = 400


@transaction.atomic
def stop_deletion(
    *, deletion: PostDeletion, officer: Officer | None, now: datetime, reason: str = ""
) -> None:
    """Stop a deletion after its batch; what is deleted stays deleted.

    Args:
        officer: None = the system, with a reason.

    Raises:
        Refused: If it does not run.
    """
    running = PostDeletion.objects.filter(pk=deletion.pk, state=DeletionState.RUNNING)
    values = {"state": DeletionState.STOPPED, "stopped_by": officer, "reason": reason}
    if running.update(**values) != 1:
        raise Refused(_("该计划当前未在删除，未作更改。请刷新后查看。"))
    deletion.refresh_from_db()
    data = {"deleted": deletion.deleted, **({"reason": reason} if reason else {})}
    record(deletion, "posts.deletion_stopped", officer, now, **data)


@transaction.atomic
def resume_deletion(*, deletion: PostDeletion, officer: Officer, now: datetime) -> None:
    """Let a stopped deletion go on where it stopped; each batch is checked as before.

    Raises:
        Refused: If it is not stopped, or he stopped it himself.
    """
    stopped = PostDeletion.objects.filter(pk=deletion.pk, state=DeletionState.STOPPED)
    if stopped.filter(stopped_by=officer).exists():
        raise Refused(_("由您暂停的计划，须由另一人继续。"))
    others = stopped.filter(Q(stopped_by__isnull=True) | ~Q(stopped_by=officer))
    values = {"state": DeletionState.RUNNING, "stopped_by": None, "reason": ""}
    if others.update(**values) != 1:
        raise Refused(_("该计划未处于暂停状态，未作更改。请刷新后查看。"))
    record(deletion, "posts.deletion_resumed", officer, now, deleted=deletion.deleted)


@transaction.atomic
def end_deletion(
    *, deletion: PostDeletion, reason: str, officer: Officer, now: datetime
) -> None:
    """终止: a stopped deletion never goes on; the posts that are left stay.

    Raises:
        Refused: If no reason is given, or it is not stopped.
    """
    words = masked_text(reason.strip())
    if not words:
        raise Refused(_("请填写终止的理由。"))
    if len(words) > MAX_REASON:
        raise Refused(_("理由最多 %(most)s 字。") % {"most": MAX_REASON})
    stopped = PostDeletion.objects.filter(pk=deletion.pk, state=DeletionState.STOPPED)
    values = {"state": DeletionState.ENDED, "reason": words, "finished_at": now}
    if stopped.update(**values) != 1:
        raise Refused(_("只能终止已暂停的计划，未作更改。请刷新后查看。"))
    deletion.refresh_from_db()
    data = {
        "reason": words,
        "deleted": deletion.deleted,
        "planned": deletion.total,
        "by_month": deletion.by_month,
        "hash": deletion.digest,
    }
    record(deletion, "posts.deletion_ended", officer, now, **data)
