"""What allows a batch of a deletion: signatures on exactly its plan, the rule, its numbers.

In:   a deletion that runs, the posts of its next batch.    Out:  "" or why it must stop.
Cost: a few look-ups by key; one query over the posts of the batch.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from huiying.base.audit.house_text import house_text
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.planned_deletions import why_not_signed
from huiying.work.closing.retention.content import deletion_hash
from huiying.work.closing.retention.models import PostDeletion
from huiying.work.closing.retention.queries import retention_months
from huiying.work.collection.posts.models import Post


def why_not_allowed(deletion: PostDeletion, now: datetime) -> str:
    """Return why nothing may go by a deletion now, "" if it may."""
    if why := why_not_signed(deletion, deletion_hash(deletion)):
        return why
    months = retention_months(deletion.bureau_id, now)
    if not months:
        return house_text("本局现行规则不删除帖文。")
    if months > deletion.months:
        words = {"now": months, "then": deletion.months}
        return house_text("现行保存月数 %(now)s 长于计划的 %(then)s。") % words
    return ""


def why_too_many(deletion: PostDeletion, chosen: list[int]) -> str:
    """Return why a batch would take more than the plan stated, "" if it would not."""
    if deletion.deleted + len(chosen) > deletion.total:
        return house_text("可删除的帖文多于计划的 %(total)s 条。") % {"total": deletion.total}
    moments = Post.objects.filter(bureau_id=deletion.bureau_id, pk__in=chosen)
    counted = Counter(
        f"{moment.astimezone(LOCAL):%Y-%m}"
        for moment in moments.values_list("collected_at", flat=True)
    )
    for month, count in sorted(counted.items()):
        planned = deletion.plan["months"].get(month, 0)
        if deletion.by_month.get(month, 0) + count > planned:
            words = {"month": month, "planned": planned}
            return house_text("%(month)s 可删除的帖文多于计划的 %(planned)s 条。") % words
    return ""
