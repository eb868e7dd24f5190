"""What the posts of a draft's incident ask, and which paragraph speaks of it.

In:   a draft.    Out:  questions with their count, the paragraph or a reason beside each.
Cost: four queries; for 60 texts about 5 ms of reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.engine.questions import questions_of, spoken_of
from huiying.engine.types import Telling
from huiying.work.incidents.queries import event_ids_of
from huiying.work.incidents.told import texts_of
from huiying.work.responses.content import paragraphs, without_codes
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.models import Draft, Exemption, ExemptionKind
from huiying.work.responses.statements import digest_of, reasons_of


@dataclass(frozen=True, slots=True)
class Asked:
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
        return digest_of(self.text)


def asked_of(draft: Draft) -> list[Asked]:
    """Return what the public asks, the most asked first."""
    events = event_ids_of(incident_now(draft.answer.incident))
    groups = texts_of(draft.bureau_id, events) if events else []
    tellings = [Telling(one.group_id, one.title, one.text, one.copies) for one in groups]
    lines = [without_codes(text) for text in (draft.summary, *paragraphs(draft.body))]
    reasons = reasons_of(draft, ExemptionKind.QUESTION)
    return [
        Asked(
            question.text,
            question.posts,
            spoken_of(question.text, lines),
            reasons.get(digest_of(question.text)),
        )
        for question in questions_of(tellings)
    ]
