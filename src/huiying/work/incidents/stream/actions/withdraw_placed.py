"""Withdraw posts of the stream that nobody acted on; the others stay where they are.

In:   posts of one bureau, at most some hundreds.    Out:  which of them were withdrawn.
Cost: about 1 ms a post, and a look at each triage item that loses some of its posts.

Somebody acted on a post when an officer put it where it is, or when its triage item was
opened, decided, called a topic, or rang: a deadline that runs is not taken back by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.counters.actions.count import counted
from huiying.base.learning.actions.save_snapshot import look_again_from
from huiying.work.collection.posts.actions.withdraw_posts import withdraw_posts
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.merge_questions.actions.record import drop_open_questions
from huiying.work.incidents.placements.counting import hold_posts
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import last_placement_number


@transaction.atomic
def withdraw_placed(*, bureau_id: int, post_ids: Collection[int], now: datetime) -> set[int]:
    """Withdraw those of the posts that nobody acted on, placed or still waiting.

    Warm windows of the stream still know them: the caller ends the turns of others first.
    """
    hold_posts(bureau_id)
    placed = Placement.objects.filter(bureau_id=bureau_id, post_id__in=post_ids)
    stands = {row.post_id: row for row in placed}
    events = {row.event_id for row in stands.values()}
    acted_on = _events_acted_on(bureau_id, events)
    chosen = {
        post
        for post in post_ids
        if (row := stands.get(post)) is None or not (row.pinned or row.event_id in acted_on)
    }
    with counted(bureau_id, Placement, chosen & stands.keys()):
        withdraw_posts(bureau_id=bureau_id, post_ids=chosen)
    changed = {stands[post].event_id for post in chosen if post in stands}
    if changed:
        # The numbers of the newest placements are given anew, and looked at anew.
        look_again_from(bureau_id=bureau_id, turn=last_placement_number(bureau_id))
        _follow(bureau_id, changed, now)
    return chosen


def _events_acted_on(bureau_id: int, events: Collection[int]) -> set[int]:
    rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=events)
    untouched = rows.filter(
        state=CandidateState.NEW,
        incident=None,
        opened_by=None,
        topic_by=None,
        notice_clock=None,
        major_since=None,
        set_aside_requests=None,
    )
    return set(rows.exclude(pk__in=untouched.values("pk")).values_list("event_id", flat=True))


def _follow(bureau_id: int, events: Collection[int], now: datetime) -> None:
    """Look at the triage items again; one that has no posts any more goes."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=events)
    left = Placement.objects.filter(bureau_id=bureau_id, event_id__in=events)
    filled = set(left.values_list("event_id", flat=True).distinct())
    for row in rows.exclude(event_id__in=filled):
        drop_open_questions(bureau_id=bureau_id, ended=[row.event_id])
        record(row, "candidate.withdrawn", None, now, size=row.size)
        row.delete()
    shown = set(rows.filter(event_id__in=filled).values_list("event_id", flat=True))
    propose_candidates(FactsReader(bureau_id), event_ids=shown, now=now, reasons={})
