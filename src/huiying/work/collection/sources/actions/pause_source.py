"""Pause a source, and resume it; its posts stay.

In:   a source.    Out:  the source inactive or active. Doing it twice does it once.
Cost: one write and one record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.settings import shared_address


@transaction.atomic
def pause_source(*, source: Source, actor: Actor, now: datetime) -> None:
    """Take nothing more from a source; pushes and fetches of it stop."""
    _switch(source, active=False, verb="source.paused", actor=actor, now=now)


@transaction.atomic
def resume_source(*, source: Source, actor: Actor, now: datetime) -> None:
    """Collect from a source again, from the next turn on."""
    if source.address:
        shared_address(source.address.url, now)
    _switch(source, active=True, verb="source.resumed", actor=actor, now=now)


def _switch(source: Source, *, active: bool, verb: str, actor: Actor, now: datetime) -> None:
    changed = Source.objects.filter(pk=source.pk, active=not active)
    if not changed.update(active=active, failures=0, revision=source.revision + 1):
        return
    source.refresh_from_db()
    record(source, verb, actor, now)
