"""The questions in the posts of a draft's incident, and the paragraph that answers each.

In:   a draft.    Out:  questions with their count, the paragraph or a reason beside each.
Cost: four queries; for 60 texts about 5 ms of reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.engine.reading.questions import answering_paragraph, collect_questions
from huiying.engine.types import EventText
from huiying.work.incidents.assessment.summary import groups_to_read
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import paragraphs, without_codes
from huiying.work.responses.drafts.models import Exemption, ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words, reasons_of


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One question of the public, as it was asked."""

    text: str
    posts: int
    paragraph: int | None  # from 1; 0 = the short answer; None = no paragraph speaks of it
    exemption: Exemption | None

    @property
    def open(self) -> bool:
        """Tell whether nothing speaks of the question and no reason is given."""
        return self.paragraph is None and self.exemption is None

    @property
    def digest(self) -> str:
        """The words as a reason is bound to them."""
        return digest_of_words(self.text)


def public_questions(draft: Draft) -> list[PublicQuestion]:
    """Return what the public asks, the most asked first."""
    events = event_ids_of(draft.answer.incident.current)
    groups = groups_to_read(draft.bureau_id, events) if events else []
    tellings = [EventText(one.group_id, one.title, one.text, one.copies) for one in groups]
    lines = [without_codes(text) for text in (draft.summary, *paragraphs(draft.body))]
    reasons = reasons_of(draft, ExemptionKind.QUESTION)
    return [
        PublicQuestion(
            question.text,
            question.posts,
            answering_paragraph(question.text, lines),
            reasons.get(digest_of_words(question.text)),
        )
        for question in collect_questions(tellings)
    ]
