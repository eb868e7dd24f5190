"""Change the settings of a source.

In:   a source, the revision the form was made from, new settings.    Out:  the source changed.
Cost: two writes and one record; nothing is fetched here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import tell_of_change
from huiying.reasons.reason import reason
from huiying.work.collection.sources.models import Health, Source, SourceKind
from huiying.work.collection.sources.settings import (
    SourceSettings,
    check_settings,
    shared_address,
)


@transaction.atomic
def edit_source(
    *,
    source: Source,
    revision: int,
    facts: SourceSettings,
    actor: Actor,
    now: datetime,
    by: Officer | None = None,
) -> None:
    """Change a source.

    Args:
        by: The officer. That he had it look elsewhere is told at once to the leader, the
            office and who is on duty: what it brought before is not seen any more.

    Raises:
        Refused: If the facts do not hold.
        Stale: If the source is not what the form showed.
    """
    kind = SourceKind(source.kind)
    facts = check_settings(facts, kind=kind, bureau=source.bureau, now=now, source=source)
    was = source.address.url if source.address else ""
    before = _shown_as(source)
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
        before=before,
        after=_shown_as(source),
    )
    if by is not None and is_new:
        why = reason("alarms.source_redirected", name=str(before["name"]), by=by.name)
        about = About("source", f"source:{source.pk}")
        tell_of_change(reason=why, about=about, by=by, now=now)


def _shown_as(source: Source) -> dict[str, object]:
    """Return how the record names what a source is; a query of its address may be a key."""
    names = ("name", "channel", "community", "link_pattern", "link_selector", "intake")
    url, mark, _query = (source.address.url if source.address else "").partition("?")
    return {
        **{name: str(getattr(source, name)) for name in names},
        "interval_minutes": source.interval_minutes,
        "address": f"{url}{'?…' if mark else ''}",
    }
