"""Make a script of a closed incident: its posts as they are stored, at their own distances.

In:   a closed incident.    Out:  steps, and how many of its posts were left out.
Cost: one query; about 2 ms a clause of each post, to find what still names a person.

A post that was copied is one step with a count. Left out is what came after the longest drill,
what says too little, and what may not be written into a text of prevention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.base.errors import Refused
from huiying.policy.prevention.drill_script import (
    FEWEST_WORDS,
    LONGEST,
    MOST_COPIES,
    MOST_PLACE,
    MOST_STEPS,
    MOST_WORDS,
    Step,
    StepKind,
)
from huiying.policy.procedure.stages import Stage
from huiying.policy.rulebook.platforms import is_other
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.placements.models import Placement
from huiying.work.prevention.core.issue_text import issue_text

MOST_FROM_INCIDENT = MOST_STEPS // 2  # injects are written besides
UNNAMED = "其他"
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class IncidentScript:
    """Steps of an incident; ``left_out``: posts that are none of them."""

    steps: tuple[Step, ...]
    left_out: int


def replayable_incidents(bureau_id: int) -> list[tuple[str, str]]:
    """Return number and title of the closed incidents of a bureau, the newest first."""
    rows = Incident.objects.filter(bureau_id=bureau_id, stage=Stage.CLOSED)
    return list(rows.order_by("-opened_at", "-pk").values_list("number", "title")[:200])


def script_of_incident(incident: Incident) -> IncidentScript:
    """Return the posts of an incident as steps, the first one at minute 0."""
    rows = list(
        Placement.objects.filter(
            bureau_id=incident.bureau_id, event_id__in=event_ids_of(incident)
        )
        .select_related("post")
        .order_by("post_id")
    )
    mask_open_names(row.post for row in rows)
    first: datetime | None = None
    steps: dict[tuple[int, str], Step] = {}
    left_out = 0
    for row in sorted(rows, key=lambda one: one.post.published_at or one.post.collected_at):
        post = row.post
        at = post.published_at or post.collected_at
        words = " ".join(f"{post.title} {post.text}".split())[:MOST_WORDS]
        place = UNNAMED if is_other(post.channel) else post.channel[:MOST_PLACE]
        key = (row.group_id, place)
        if (known := steps.get(key)) and known.count < MOST_COPIES:
            steps[key] = Step(known.minute, known.kind, place, known.words, known.count + 1)
            continue
        minute = 0 if first is None else int((at - first) / _MINUTE)
        if (
            minute >= LONGEST
            or len(steps) >= MOST_FROM_INCIDENT
            or not _may_be_kept(words, place)
        ):
            left_out += 1
            continue
        first = first or at
        steps[key] = Step(minute, StepKind.POST, place, words)
    return IncidentScript(tuple(sorted(steps.values(), key=lambda one: one.minute)), left_out)


def length_of(steps: tuple[Step, ...]) -> int:
    """Return how long a drill of these steps should be: two hours after the last, in tens."""
    last = max((step.minute for step in steps), default=0)
    return min(LONGEST, -(-(last + 120) // 10) * 10)


def _may_be_kept(words: str, place: str) -> bool:
    if len(words) < FEWEST_WORDS or not place:
        return False
    try:
        for text in _texts(words, place):
            issue_text(text, MOST_WORDS)
    except Refused:
        return False
    return True


def _texts(words: str, place: str) -> Iterator[str]:
    yield words
    yield place
