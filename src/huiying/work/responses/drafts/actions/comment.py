"""批注: comment on a draft, resolve or reopen a comment; no word changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.work.responses.core.models import OPEN_STATES, Draft
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.drafts.models import DraftComment

TEXT_CHARS, QUOTE_CHARS, MOST_COMMENTS = 1000, 300, 200
MAY_COMMENT = (Capability.DRAFT, Capability.APPROVE, Capability.PUBLISH)


@transaction.atomic
def comment_on(
    *, draft: Draft, text: str, officer: Officer, now: datetime, quote: str = ""
) -> DraftComment:
    """Remark on a draft.

    Args:
        quote: The words that the remark is about, as they stand; may be empty.

    Raises:
        PermissionDenied: If the officer neither drafts, approves nor publishes.
        Refused: If it is empty or too long, or the draft is published or dropped.
    """
    require(officer, *MAY_COMMENT)
    text, quote = strip_unsafe(text), " ".join(strip_unsafe(quote).split())[:QUOTE_CHARS]
    refuse_classified(text, quote)
    if not text:
        raise Refused(_("请写批注。"))
    if len(text) > TEXT_CHARS:
        raise Refused(_("批注最多 1000 字。"))
    _still_open(draft)
    if draft.comments.count() >= MOST_COMMENTS:
        raise Refused(_("一份回应最多 200 条批注。"))
    comment = DraftComment.objects.create(
        bureau_id=draft.bureau_id, draft=draft, officer=officer, at=now, quote=quote, text=text
    )
    record(draft, "draft.commented", officer, now)
    return comment


@transaction.atomic
def settle_comment(
    *, draft: Draft, comment_id: int, settled: bool, officer: Officer, now: datetime
) -> None:
    """Say that a remark is dealt with, or open it again.

    Raises:
        PermissionDenied, Refused: As ``comment_on``; also if it stands so already.
    """
    require(officer, *MAY_COMMENT)
    _still_open(draft)
    rows = draft.comments.filter(pk=comment_id, settled_at__isnull=settled)
    changes = (
        {"settled_by": officer, "settled_at": now}
        if settled
        else {"settled_by": None, "settled_at": None}
    )
    if not rows.update(**changes):
        raise Refused(_("该批注已处理。"))
    verb = "draft.comment_settled" if settled else "draft.comment_reopened"
    record(draft, verb, officer, now)


def _still_open(draft: Draft) -> None:
    if draft.state not in OPEN_STATES:
        raise Refused(_("该回应已发布或已终止，不能再批注。"))
