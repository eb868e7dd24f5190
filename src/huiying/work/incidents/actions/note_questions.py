"""Keep the links that the stream suggests, so that an officer can be asked.

In:   suggestions and merges of one batch.    Out:  rows of questions; answered ones stay.
Cost: one query and one insert a batch that suggests anything; most suggest a few pairs.

Only pairs that can be shown are kept: both sides are candidates or incidents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from huiying.engine.types import Suggestion
from huiying.work.incidents.models import Candidate, MergeQuestion, QuestionState

UNANSWERED = (QuestionState.OPEN, QuestionState.LATER)


def note_questions(*, bureau_id: int, suggestions: Sequence[Suggestion], now: datetime) -> None:
    """Keep new pairs, and the newest score of those that nobody answered."""
    if not suggestions:
        return
    seeds = {key for one in suggestions for key in (one.left_event, one.right_event)}
    shown = set(
        Candidate.objects.filter(bureau_id=bureau_id, event_id__in=seeds).values_list(
            "event_id", flat=True
        )
    )
    for one in suggestions:
        left, right = sorted((one.left_event, one.right_event))
        if left not in shown or right not in shown:
            continue
        said = [{"code": reason.code, "text": reason.text} for reason in one.reasons]
        row, made = MergeQuestion.objects.get_or_create(
            bureau_id=bureau_id,
            left_event=left,
            right_event=right,
            defaults={"score": one.score, "reasons": said, "asked_at": now},
        )
        if not made and row.state in UNANSWERED:
            MergeQuestion.objects.filter(pk=row.pk, state__in=UNANSWERED).update(
                score=one.score, reasons=said
            )


def drop_questions(*, bureau_id: int, ended: Iterable[int]) -> None:
    """Forget unanswered questions about events that the machine joined to others."""
    gone = list(ended)
    if gone:
        MergeQuestion.objects.filter(
            Q(left_event__in=gone) | Q(right_event__in=gone),
            bureau_id=bureau_id,
            state__in=UNANSWERED,
        ).delete()
