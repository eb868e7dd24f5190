"""Pause a source, and resume it; its posts stay.

In:   a source, and why it is paused.    Out:  the source inactive or active, in the record.
Cost: one write and one record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE, Actor
from huiying.base.errors import Refused
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.settings import shared_address


@transaction.atomic
def pause_source(
    *,
    source: Source,
    reason: str,
    actor: Actor,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Take nothing more from a source; pushes and fetches of it stop.

    Officers ask for it by ``stop_source``, which knows what the source feeds.

    Args:
        until: When it is collected from again by itself; None = for good.

    Raises:
        Refused: If no reason is given: whoever looks later must see why nothing came.
    """
    if not reason.strip():
        raise Refused(_("停用来源须写明理由。"))
    _switch(
        source,
        "source.paused",
        actor,
        now,
        until=until,
        reason=masked_text(reason.strip())[:400],
    )


@transaction.atomic
def resume_source(*, source: Source, actor: Actor, now: datetime) -> None:
    """Collect from a source again, from the next turn on."""
    if source.address:
        shared_address(source.address.url, now)
    _switch(source, "source.resumed", actor, now, until=None)


def resume_due_sources(now: datetime) -> int:
    """Collect again from what was paused until now; return how many."""
    due = Source.objects.filter(active=False, paused_until__lte=now).select_related("address")
    for source in (rows := list(due)):
        resume_source(source=source, actor=MACHINE, now=now)
    return len(rows)


def _switch(
    source: Source,
    verb: str,
    actor: Actor,
    now: datetime,
    *,
    until: datetime | None,
    **data: str,
) -> None:
    """Switch once, however often it is asked for."""
    active = verb == "source.resumed"
    before = _shown_as(source)
    changed = Source.objects.filter(pk=source.pk, active=not active)
    if not changed.update(
        active=active, paused_until=until, failures=0, revision=source.revision + 1
    ):
        return
    source.refresh_from_db()
    record(source, verb, actor, now, before=before, after=_shown_as(source), **data)


def _shown_as(source: Source) -> dict[str, str | bool]:
    until = source.paused_until
    return {"active": source.active, "until": until.isoformat() if until else ""}
