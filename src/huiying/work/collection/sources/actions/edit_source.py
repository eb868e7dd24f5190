"""Change the settings of a source.

In:   a source, the revision the form was made from, new settings.    Out:  the source changed.
Cost: two writes and one record; nothing is fetched here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Stale
from huiying.work.collection.sources.models import Health, Source, SourceKind
from huiying.work.collection.sources.settings import (
    SourceSettings,
    check_settings,
    shared_address,
)


@transaction.atomic
def edit_source(
    *, source: Source, revision: int, facts: SourceSettings, actor: Actor, now: datetime
) -> None:
    """Change a source.

    Raises:
        Refused: If the facts do not hold.
        Stale: If the source is not what the form showed.
    """
    kind = SourceKind(source.kind)
    facts = check_settings(facts, kind=kind, bureau=source.bureau, now=now, source=source)
    was = source.address.url if source.address else ""
    rules = (source.link_pattern, source.link_selector)
    is_new = was != facts.address or rules != (facts.link_pattern, facts.link_selector)
    changes: dict[str, object] = {
        "name": facts.name,
        "channel": facts.channel,
        "community": facts.community,
        "link_pattern": facts.link_pattern,
        "link_selector": facts.link_selector,
        "interval_minutes": facts.interval_minutes,
        "intake": facts.intake,
        "revision": revision + 1,
    }
    if is_new:
        # What was found at the old address says nothing about the new one.
        changes |= {"health": Health.UNKNOWN, "health_reason": None}
        changes |= {"failures": 0, "address": shared_address(facts.address, now)}
    if not Source.objects.filter(pk=source.pk, revision=revision).update(**changes):
        raise Stale(_("来源已被他人更新，本次修改未保存。请核对最新内容后重新提交。"))
    source.refresh_from_db()
    record(
        source,
        "source.changed",
        actor,
        now,
        interval_minutes=facts.interval_minutes,
        address_changed=is_new,
    )
