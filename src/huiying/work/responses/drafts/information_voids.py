"""Information voids: matters that many ask about without a public answer.

In:   a bureau.    Out:  open incidents with many questions and no release, most asked first.
Cost: one query, and one more if many ask about any; of the newest open incidents at most
      ``MAX_CANDIDATES`` events are looked at.

Where nobody answers, rumours do. A question is a post that the engine read as one when it
looked at the event (``engine.kinds``); of a large event the first 300 posts are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import OPEN_STATES, Draft, Release

MIN_QUESTIONS = 3  # questions that make a void
MAX_CANDIDATES = 600  # an incident has one event, or a few that were merged into it
WAITING = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING)


@dataclass(frozen=True, slots=True)
class InformationVoid:
    """One matter that many ask about."""

    incident: Incident
    drafting: bool  # somebody writes an answer already
    questions: int


def information_voids(bureau_id: int) -> list[InformationVoid]:
    """Return the open incidents with ``MIN_QUESTIONS`` questions or more and no release."""
    many = {
        key: count
        for key, count in _questions(bureau_id).most_common()
        if count >= MIN_QUESTIONS
    }
    if not many:
        return []
    found = _without_release(many)
    return [InformationVoid(*found[key], count) for key, count in many.items() if key in found]


def _questions(bureau_id: int) -> Counter[int]:
    """Return how many questions the posts of the newest open incidents ask, by incident."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, incident__stage__in=WAITING)
    newest = rows.order_by("-incident__opened_at", "-incident_id")
    asked: Counter[int] = Counter()
    columns = newest.values_list("incident_id", "facts__kinds__question")
    for key, count in columns[:MAX_CANDIDATES]:
        asked[key] += count or 0
    return asked


def _without_release(keys: Collection[int]) -> dict[int, tuple[Incident, bool]]:
    """Return the incidents that nothing was published about; is an answer being written?"""
    # Apart, since a database reads every incident to answer "this one or one merged into it".
    answered = Release.objects.filter(answer__incident=OuterRef("pk"))
    merged = Release.objects.filter(answer__incident__merged_into=OuterRef("pk"))
    drafting = Draft.objects.filter(answer__incident=OuterRef("pk"), state__in=OPEN_STATES)
    rows = Incident.objects.filter(~Exists(answered), ~Exists(merged))
    found = rows.annotate(drafting=Exists(drafting)).in_bulk(list(keys))
    return {key: (incident, incident.drafting) for key, incident in found.items()}
