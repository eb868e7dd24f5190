"""Store the links that the stream suggests as questions for an officer.

In:   suggestions and merges of one batch.    Out:  rows of questions; answered ones stay.
Cost: two queries and one insert a batch that suggests anything.

Only pairs that can be shown are kept: both sides are candidates or incidents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from huiying.base.db.bulk import insert_rows
from huiying.engine.stream.types import Suggestion
from huiying.reasons.reason import all_to_data
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState

LEAST_SCORE_CHANGE = 0.01  # a change of the score that is worth writing
UNANSWERED = (QuestionState.OPEN, QuestionState.LATER)


def record_questions(
    *, bureau_id: int, suggestions: Sequence[Suggestion], now: datetime
) -> None:
    """Keep new pairs, and the newest score of those that nobody answered."""
    if not suggestions:
        return
    seeds = {key for one in suggestions for key in (one.left_event, one.right_event)}
    shown = set(
        Candidate.objects.filter(bureau_id=bureau_id, event_id__in=seeds).values_list(
            "event_id", flat=True
        )
    )
    pairs: dict[tuple[int, int], Suggestion] = {}
    for one in suggestions:
        left, right = sorted((one.left_event, one.right_event))
        if left in shown and right in shown:
            pairs[left, right] = one
    if pairs:
        _store(bureau_id, pairs, now)


def _store(bureau_id: int, pairs: Mapping[tuple[int, int], Suggestion], now: datetime) -> None:
    questions = MergeQuestion.objects.filter(
        bureau_id=bureau_id,
        left_event__in={left for left, _ in pairs},
        right_event__in={right for _, right in pairs},
    )
    there = {(row.left_event, row.right_event): row for row in questions}
    insert_rows(
        [
            MergeQuestion(
                bureau_id=bureau_id,
                left_event=left,
                right_event=right,
                score=one.score,
                reasons=all_to_data(one.reasons),
                requested_at=now,
            )
            for (left, right), one in pairs.items()
            if (left, right) not in there
        ]
    )
    for pair, row in there.items():
        one = pairs.get(pair)
        if one and row.state in UNANSWERED and abs(one.score - row.score) >= LEAST_SCORE_CHANGE:
            # The row decides: an officer may be answering it.
            MergeQuestion.objects.filter(pk=row.pk, state__in=UNANSWERED).update(
                score=one.score, reasons=all_to_data(one.reasons)
            )


def drop_open_questions(*, bureau_id: int, ended: Iterable[int]) -> None:
    """Forget unanswered questions about events that the machine joined to others."""
    gone = list(ended)
    if gone:
        MergeQuestion.objects.filter(
            Q(left_event__in=gone) | Q(right_event__in=gone),
            bureau_id=bureau_id,
            state__in=UNANSWERED,
        ).delete()
