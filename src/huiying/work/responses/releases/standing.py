"""What stands in public beside the answers: what is being verified, what was promised.

In:   a bureau, an answer.    Out:  published releases; commitments that published words hold.
Cost: two queries a list, two an answer.

Nothing appears here that was not approved: a matter is named by its holding statement, and a
commitment is shown only where the answer itself, as published, says it in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from huiying.policy.procedure.stages import Stage
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.casework.promises.queries import promises_of
from huiying.work.casework.tasks.models import Commitment
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.releases.public import public_answers

OVER = (Stage.ANSWERED, Stage.CLOSED, Stage.DISMISSED)
_NOT_COMPARED = re.compile(r"[\s，。、；：！？,.;:!?“”\"'（）()]+")


def holding_statements(bureau_id: int) -> list[Release]:
    """Return the holding statements that no answer has followed yet, the newest first.

    A statement whose incident was answered, closed or dismissed waits for nothing.
    """
    rows = public_answers(bureau_id).filter(content__form=AnswerForm.HOLDING.value)
    found = list(rows.select_related("answer__incident__merged_into"))
    if not found:
        return []
    incidents = {row.answer.incident_id for row in found}
    published = Release.objects.filter(answer__incident_id__in=incidents)
    answered = {
        incident
        for incident, form in published.values_list("answer__incident_id", "content__form")
        if form != AnswerForm.HOLDING
    }
    return [
        row
        for row in found
        if row.answer.incident_id not in answered
        and row.answer.incident.current.stage not in OVER
    ]


def promises_in(answer: Answer, content: Mapping[str, Any]) -> list[Commitment]:
    """Return the commitments of the incident that these published words hold, by day."""
    words = _compared(f"{content.get('summary', '')}{content.get('body', '')}")
    return [row for row in _rows(answer) if _compared(row.text) in words]


def _rows(answer: Answer) -> Iterable[Commitment]:
    return promises_of(answer.incident.current).prefetch_related(None)


def _compared(text: str) -> str:
    """Return a text as it is compared: without citations, punctuation and spaces."""
    return _NOT_COMPARED.sub("", without_codes(text))
