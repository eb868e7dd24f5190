"""A question whether two matters are one, as the stream asks it."""

from __future__ import annotations

from huiying.engine.stream.types import Suggestion
from huiying.reasons.reason import reason
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.merge_questions.actions.record import record_questions
from huiying.work.incidents.merge_questions.models import MergeQuestion

LAMPS = [
    "桂花路的路灯坏了半个月，晚上漆黑一片看不清路",
    "桂花路路灯还是不亮，漆黑一片，晚上看不清路不敢走",
    "晚上走桂花路，路灯全坏了，漆黑一片，什么时候修好",
]
LIKE_WORDS = reason("engine.similar_words", lead="水黄", score=0.21)


def asked(left: Candidate, right: Candidate, now, score=0.21):
    """Let the stream be unsure about two matters."""
    found = Suggestion(left.event_id, right.event_id, score, lambda: (LIKE_WORDS,))
    record_questions(bureau_id=left.bureau_id, suggestions=[found], now=now)
    return MergeQuestion.objects.get(left_event=left.event_id, right_event=right.event_id)
