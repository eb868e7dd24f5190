"""Empty what a reference says of a petition that was erased: label and who it came from.

In:   references whose petition is erased.    Out:  rows that name numbers and days alone.
Cost: one update and one record each, and of scanned opinions; one query when there is none.

A petition knows no reference, so the one that erases it cannot do this: a job does, within a
minute, and meanwhile no screen shows the label (``web/console/references/rows.py``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE
from huiying.base.files.actions.erase import erase_file
from huiying.work.casework.references.models import Reference

MOST = 200


def empty_erased_references(now: datetime) -> int:
    """Empty the next references of erased petitions; return how many."""
    filled = ~Q(label="") | Q(identity_key__isnull=False)
    rows = Reference.objects.filter(filled, petition__erased_at__isnull=False)
    return sum(_empty(row, now) for row in rows.order_by("pk")[:MOST])


@transaction.atomic
def _empty(reference: Reference, now: datetime) -> bool:
    rows = Reference.objects.filter(pk=reference.pk, revision=reference.revision)
    emptied = {"label": "", "identity_key": None, "identity": None}
    if rows.update(**emptied, revision=F("revision") + 1) != 1:
        return False  # somebody acts on it: the next turn
    _erase_opinions(reference, now)
    record(reference, "reference.emptied", None, now)
    return True


def _erase_opinions(reference: Reference, now: datetime) -> None:
    """Erase the scanned opinions: they name who they were given to."""
    rows = reference.contacts.filter(file__data_key__isnull=False)
    for row in rows.select_related("file__bureau"):
        if row.file is None:
            continue
        erase_file(
            file=row.file,
            reason=house_text("来件 %(number)s 的信访事项已依法删除")
            % {"number": reference.number},
            topic=reference.audit_subject().topic,
            actor=MACHINE,
            now=now,
        )
