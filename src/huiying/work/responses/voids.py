"""Information voids: matters about which many ask and nothing was answered in public.

In:   a bureau.    Out:  open incidents with many questions and no release, most asked first.
Cost: two queries; the newest ``LOOK_AT`` incidents that wait for an answer are looked at.

Where nobody answers, rumours do. A question is a post that the engine read as one when it
looked at the event (``engine.kinds``); of a large event the first 300 posts are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from huiying.policy.stages import Stage
from huiying.work.incidents.models import Candidate, Incident
from huiying.work.responses.models import OPEN_STATES, Draft, Release

LEAST = 3  # questions that make a void
LOOK_AT = 300
WAITING = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING)


@dataclass(frozen=True, slots=True)
class Void:
    """One matter that many ask about."""

    incident: Incident
    questions: int
    drafting: bool  # somebody writes an answer already


def voids_of(bureau_id: int) -> list[Void]:
    """Return the open incidents with ``LEAST`` questions or more and no release."""
    # Apart, since a database reads every incident to answer "this one or one merged into it".
    answered = Release.objects.filter(answer__incident=OuterRef("pk"))
    merged = Release.objects.filter(answer__incident__merged_into=OuterRef("pk"))
    drafting = Draft.objects.filter(answer__incident=OuterRef("pk"), state__in=OPEN_STATES)
    waiting = Incident.objects.filter(
        ~Exists(answered), ~Exists(merged), bureau_id=bureau_id, stage__in=WAITING
    ).order_by("-opened_at", "-pk")
    asked: Counter[int] = Counter()
    newest = waiting.values("pk")[:LOOK_AT]
    rows = Candidate.objects.filter(bureau_id=bureau_id, incident_id__in=newest)
    for key, count in rows.values_list("incident_id", "facts__kinds__question"):
        asked[key] += count or 0
    many = {key: count for key, count in asked.most_common() if count >= LEAST}
    if not many:
        return []
    found = Incident.objects.annotate(drafting=Exists(drafting)).in_bulk(list(many))
    return [Void(found[key], count, found[key].drafting) for key, count in many.items()]
