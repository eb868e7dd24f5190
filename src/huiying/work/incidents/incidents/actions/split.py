"""Split posts off an incident (拆分); the stream never undoes it.

In:   an incident, posts, a reason.
Out:  a candidate with these posts, and a constraint for the stream.
Cost: one UPDATE over the posts that move.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import reason, to_data
from huiying.work.collection.posts.ids import new_ids
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.regrouping import (
    chosen_posts,
    lock_incidents,
    record_regrouping,
    recount,
)
from huiying.work.incidents.placements.actions.record_constraint import record_constraint
from huiying.work.incidents.placements.counting import hold_posts
from huiying.work.incidents.placements.models import Placement


@transaction.atomic
def split_posts(
    *, incident: Incident, post_ids: Iterable[int], reason: str, officer: Officer, now: datetime
) -> Candidate:
    """Take posts out of an incident into an event of their own, which stands as a candidate.

    Raises:
        Refused: If no post or every post is chosen, or the reason is missing.
    """
    hold_posts(incident.bureau_id)
    lock_incidents(incident)
    chosen = chosen_posts(incident, post_ids)
    if not reason.strip():
        raise Refused(_("拆分须写明理由。"))
    if not chosen or len(chosen) == incident.size:
        raise Refused(_("请选择部分帖文；不能不选，也不能全选。"))
    keys = sorted(chosen)
    came_from = chosen[keys[0]]
    # A post that names the event which it leaves cannot name another one too.
    taken = names_event(incident.bureau_id, keys[0])
    seed = new_ids(1, now)[0] if taken else keys[0]
    with counted(incident.bureau_id, Placement, keys):
        Placement.objects.filter(bureau_id=incident.bureau_id, post_id__in=keys).update(
            event_id=seed, pinned=True
        )
    record_constraint(
        incident.bureau_id,
        "split",
        {
            "keys": [str(key) for key in keys],
            "new_event": str(seed),
            "from": str(came_from),
        },
        officer,
        reason,
        now,
    )
    propose_candidates(FactsReader(incident.bureau_id), event_ids=[seed], now=now, reasons={})
    candidate = Candidate.objects.filter(bureau_id=incident.bureau_id, event_id=seed).first()
    if candidate is None:
        candidate = _plain_candidate(incident, seed, keys, now)
    # A part is never discovered later than the whole was.
    candidate.discovered_at = min(candidate.discovered_at, incident.discovered_at)
    candidate.save(update_fields=["discovered_at"])
    recount(incident, now)
    record_regrouping(incident, "incident.split", officer, reason, now, {"posts": len(keys)})
    return candidate


def names_event(bureau_id: int, key: int) -> bool:
    """Tell whether a post names an event, of placed posts or of a candidate."""
    named = Placement.objects.filter(bureau_id=bureau_id, event_id=key)
    return (
        named.exists() or Candidate.objects.filter(event_id=key, bureau_id=bureau_id).exists()
    )


def _plain_candidate(
    incident: Incident, seed: int, keys: list[int], now: datetime
) -> Candidate:
    first = Placement.objects.select_related("post").get(post_id=keys[0])
    mask_open_names([first.post])
    return Candidate.objects.create(
        bureau_id=incident.bureau_id,
        event_id=seed,
        state=CandidateState.NEW,
        title=(first.post.title or first.post.text)[:60],
        why=[to_data(reason("incidents.split_off", number=incident.number))],
        size=len(keys),
        groups=len(keys),
        voices=0,
        discovered_at=first.post.collected_at,
        last_post_at=first.post.collected_at,
        raised_at=now,
        proposed_grade=Grade.ORDINARY,
        rule_version="",
    )
