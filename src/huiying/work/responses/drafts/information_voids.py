"""Information voids: matters that many ask about without a public answer.

In:   a bureau.    Out:  open incidents with many questions and no release, most asked first.
Cost: two queries; the newest ``MAX_INCIDENTS`` incidents that wait for an answer are looked at.

Where nobody answers, rumours do. A question is a post that the engine read as one when it
looked at the event (``engine.kinds``); of a large event the first 300 posts are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import OPEN_STATES, Draft, Release

MIN_QUESTIONS = 3  # questions that make a void
MAX_INCIDENTS = 300
WAITING = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING)


@dataclass(frozen=True, slots=True)
class InformationVoid:
    """One matter that many ask about."""

    incident: Incident
    questions: int
    drafting: bool  # somebody writes an answer already


def information_voids(bureau_id: int) -> list[InformationVoid]:
    """Return the open incidents with ``MIN_QUESTIONS`` questions or more and no release."""
    # Apart, since a database reads every incident to answer "this one or one merged into it".
    answered = Release.objects.filter(answer__incident=OuterRef("pk"))
    merged = Release.objects.filter(answer__incident__merged_into=OuterRef("pk"))
    drafting = Draft.objects.filter(answer__incident=OuterRef("pk"), state__in=OPEN_STATES)
    waiting = Incident.objects.filter(
        ~Exists(answered), ~Exists(merged), bureau_id=bureau_id, stage__in=WAITING
    ).order_by("-opened_at", "-pk")
    questions: Counter[int] = Counter()
    newest = waiting.values("pk")[:MAX_INCIDENTS]
    rows = Candidate.objects.filter(bureau_id=bureau_id, incident_id__in=newest)
    for key, count in rows.values_list("incident_id", "facts__kinds__question"):
        questions[key] += count or 0
    many = {key: count for key, count in questions.most_common() if count >= MIN_QUESTIONS}
    if not many:
        return []
    found = Incident.objects.annotate(drafting=Exists(drafting)).in_bulk(list(many))
    return [
        InformationVoid(found[key], count, found[key].drafting) for key, count in many.items()
    ]
