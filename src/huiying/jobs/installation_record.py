"""Write into every bureau's record what was done to the whole installation.

In:   a verb, what belongs to it.    Out:  one record a bureau.
Cost: a write a bureau, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.jobs import clock


@transaction.atomic
def record_for_every_bureau(verb: str, data: Mapping[str, Any]) -> None:
    """Append one record to the chain of each bureau, in the name of the machine."""
    for bureau in bureaus():
        append(
            bureau_id=bureau.pk,
            actor=MACHINE,
            verb=verb,
            subject=Subject("installation", "1", ""),
            now=clock.now(),
            data=dict(data),
        )
