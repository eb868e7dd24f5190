"""Add a source.

In:   what an officer enters about it.    Out:  the source, active, not collected yet.
Cost: three writes; nothing is fetched here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.sources.models import Source, SourceKind
from huiying.work.collection.sources.settings import (
    SourceSettings,
    check_settings,
    shared_address,
    source_name,
)


@transaction.atomic
def add_source(
    *,
    bureau: Bureau,
    name: str,
    kind: str,
    channel: str,
    actor: Actor,
    now: datetime,
    community: str = "",
    address: str = "",
    link_pattern: str = "",
    link_selector: str = "",
    interval_minutes: int = 10,
    intake: str = "",
) -> Source:
    """Add a source.

    Args:
        kind: A ``SourceKind``; feeds and pages need an address.
        channel: The platform that its posts count for, of the bureau's list; or ``OTHER``.
        interval_minutes: 2 to 1440; how often a feed or page is asked.
        intake: An ``Intake``: whether people send it to the bureau; "" = by the platform.

    Raises:
        Refused: If the facts do not hold; the text says what to change.
    """
    kind_ = SourceKind(kind)
    facts = check_settings(
        SourceSettings(
            name,
            channel,
            community,
            address,
            link_pattern,
            link_selector,
            interval_minutes,
            intake,
        ),
        kind=kind_,
        bureau=bureau,
        now=now,
    )
    source = Source.objects.create(
        bureau=bureau,
        name=facts.name,
        kind=kind_,
        channel=facts.channel,
        community=facts.community,
        address=shared_address(facts.address, now),
        link_pattern=facts.link_pattern,
        link_selector=facts.link_selector,
        interval_minutes=facts.interval_minutes,
        intake=facts.intake,
    )
    record(
        source,
        "source.added",
        actor,
        now,
        kind=kind_.value,
        interval_minutes=facts.interval_minutes,
    )
    return source


def file_source_of(*, bureau: Bureau, name: str, actor: Actor, now: datetime) -> Source:
    """Return the bureau's source of a name, made for files when there is none."""
    name = source_name(name)
    found = Source.objects.filter(bureau=bureau, name=name).select_related("bureau").first()
    return found or add_source(
        bureau=bureau,
        name=name,
        kind=SourceKind.FILE,
        channel=known_places_of(bureau.pk, now).shown_platform(name),
        actor=actor,
        now=now,
    )
