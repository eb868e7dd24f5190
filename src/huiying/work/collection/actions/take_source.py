"""Find the source that files of one name belong to, or add it.

In:   a bureau, a name.    Out:  the source.
Cost: one query; three writes when it is new.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.models import Bureau
from huiying.base.audit.actions.append import Actor
from huiying.work.collection.actions.add_source import add_source
from huiying.work.collection.models import Source, SourceKind


def take_file_source(*, bureau: Bureau, name: str, actor: Actor, now: datetime) -> Source:
    """Return the bureau's source of a name, made for files when there is none."""
    name = name.strip()
    found = Source.objects.filter(bureau=bureau, name=name).select_related("bureau").first()
    return found or add_source(
        bureau=bureau,
        name=name,
        kind=SourceKind.FILE,
        channel=name[: Source._meta.get_field("channel").max_length],
        actor=actor,
        now=now,
    )
