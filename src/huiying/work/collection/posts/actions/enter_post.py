"""Enter a post by hand: something an officer saw, heard or was told by telephone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import Actor, Subject
from huiying.base.errors import Classified, Refused
from huiying.policy.rulebook.platforms import OTHER
from huiying.reasons.rendering import render
from huiying.work.collection.core.items import CLASSIFIED, RawItem
from huiying.work.collection.posts.actions.accept import (
    ItemResult,
    accept_posts,
    record_classified,
)
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.sources.models import Source, SourceKind

MANUAL_NAME = "人工录入"


def enter_post(
    *,
    bureau: Bureau,
    title: str,
    text: str,
    url: str,
    channel: str,
    published_at: datetime | None,
    noticed_at: datetime,
    actor: Actor,
    now: datetime,
) -> ItemResult:
    """Enter one post; ``noticed_at`` is when the bureau came to know of it.

    Raises:
        Refused: If it was noticed in the future or before it was published, holds no text,
            or was entered before.
        Classified: If it carries a classification mark; that it was refused is on record.
    """
    if noticed_at > now:
        raise Refused(_("“知悉时间”不得晚于当前时间。请填写实际知悉时间。"))
    if published_at is not None and published_at > noticed_at:
        raise Refused(_("“发布时间”不得晚于“知悉时间”。请核对；发布时间不清楚的可不填。"))
    source, _made = Source.objects.get_or_create(
        bureau=bureau,
        name=MANUAL_NAME,
        defaults={"kind": SourceKind.MANUAL, "channel": OTHER},
    )
    item = RawItem(
        title=title,
        text=text,
        url=url,
        channel=channel,
        published_at=published_at.isoformat() if published_at else "",
    )
    with transaction.atomic():
        result = _accept(source, item, noticed_at, actor, now)
        if result.code == CLASSIFIED:
            record_classified(source, actor, now, 1)
    if result.reason and result.code == CLASSIFIED:
        raise Classified(render(result.reason, _))
    if result.reason:
        raise Refused(render(result.reason, _))
    if result.status == "repeated":
        raise Refused(_("相同内容已录入，未重复收录。"))
    return result


def _accept(
    source: Source, item: RawItem, noticed_at: datetime, actor: Actor, now: datetime
) -> ItemResult:
    (result,) = accept_posts(
        source=source,
        items=[item],
        lane=Lane.LIVE,
        history=False,
        actor=actor,
        now=now,
        noticed_at=noticed_at,
        audit=False,
    )
    if result.status == "accepted" and result.is_post:
        append(
            bureau_id=source.bureau_id,
            actor=actor,
            verb="post.entered",
            subject=Subject("post", str(result.post_id)),
            now=now,
        )
    return result
