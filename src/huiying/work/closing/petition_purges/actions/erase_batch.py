"""Erase the next petitions of a signed plan.

In:   a plan that runs.    Out:  a few petitions erased; at the end one record.
Cost: about 20 writes a petition; one transaction a batch.

What may go is asked anew for each batch: a petition that something needs by now stays. So is
what allows it: the signatures on exactly this plan and the months in force. No batch takes more
than the plan stated, in all or of a month. Otherwise the run stops and its record says why.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from huiying.base.audit.house_text import house_text
from huiying.base.db.locks import lock_row
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.planned_deletions import (
    DeletionState,
    finish_deletion,
    next_digest,
    stop_deletion,
    why_not_signed,
)
from huiying.work.closing.petition_purges.due import due_petitions
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.closing.petition_purges.queries import (
    periods_of,
    purge_hash,
    signed_limits,
)
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions.erase import erase_petition

BATCH = 5


@transaction.atomic
def erase_batch(*, purge: PetitionPurge, now: datetime, most: int = BATCH) -> int:
    """Erase the next petitions, or end the run when none is left; return how many went.

    A run that nothing allows any more is stopped, and 0 is returned.
    """
    purge = lock_row(PetitionPurge, purge.pk)
    if purge.state != DeletionState.RUNNING:
        return 0
    if why := _why_not_allowed(purge, now):
        stop_deletion(deletion=purge, officer=None, reason=why, now=now)
        return 0
    rows = due_petitions(purge.bureau_id, signed_limits(purge)).filter(pk__gt=purge.cursor)
    chosen = list(rows.select_related("bureau", "clock").order_by("pk")[:most])
    if not chosen:
        finish_deletion(purge, now)
        return 0
    months = _months(chosen)
    if why := _why_too_many(purge, months):
        stop_deletion(deletion=purge, officer=None, reason=why, now=now)
        return 0
    for petition in chosen:
        erase_petition(petition=petition, officer=None, now=now)
    keys = [one.pk for one in chosen]
    PetitionPurge.objects.filter(pk=purge.pk).update(
        cursor=keys[-1],
        deleted=purge.deleted + len(keys),
        by_month=dict(sorted((Counter(purge.by_month) + months).items())),
        digest=next_digest(purge.digest, keys),
    )
    return len(keys)


def _why_not_allowed(purge: PetitionPurge, now: datetime) -> str:
    if why := why_not_signed(purge, purge_hash(purge)):
        return why
    in_force = periods_of(purge.bureau_id, now)
    for kind, months in purge.plan["periods"].items():
        if not in_force.get(kind):
            return house_text("本局现行规则不删除该类信访事项。")
        if in_force[kind] > months:
            words = {"now": in_force[kind], "then": months}
            return house_text("现行保存月数 %(now)s 长于计划的 %(then)s。") % words
    return ""


def _why_too_many(purge: PetitionPurge, months: Counter[str]) -> str:
    if purge.deleted + months.total() > purge.total:
        words = house_text("可删除的信访事项多于计划的 %(total)s 件。")
        return words % {"total": purge.total}
    for month, count in sorted(months.items()):
        planned = purge.plan["months"].get(month, 0)
        if purge.by_month.get(month, 0) + count > planned:
            words = house_text("%(month)s 可删除的信访事项多于计划的 %(planned)s 件。")
            return words % {"month": month, "planned": planned}
    return ""


def _months(petitions: list[Petition]) -> Counter[str]:
    settled = (one.settled_at for one in petitions if one.settled_at is not None)
    return Counter(f"{at.astimezone(LOCAL):%Y-%m}" for at in settled)
