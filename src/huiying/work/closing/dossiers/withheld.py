"""What never goes into a dossier: passages that are kept back, words that were sealed.

In:   the answers of a matter.    Out:  a function that takes the passages out of any text.
Cost: three queries; linear in the text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.models import Seal, ThirdPartyEnquiry

MARK = "〔不予公开，未列入卷宗〕"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is kept back of a matter.

    Attributes:
        passages: The longest first, so that a part of another is not left standing.
        answers: Keys of the answers of which no draft is shown word for word.
    """

    passages: tuple[str, ...]
    answers: frozenset[int]

    def clean(self, text: str) -> str:
        """Return a text without the passages."""
        for passage in self.passages:
            text = text.replace(passage, MARK)
        return text

    def clean_data(self, value: Any) -> Any:
        """Return JSON data without them."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, list):
            return [self.clean_data(one) for one in value]
        if isinstance(value, dict):
            return {key: self.clean_data(one) for key, one in value.items()}
        return value

    def touches(self, text: str) -> bool:
        """Tell whether a text holds any of them."""
        return any(passage in text for passage in self.passages)


def withheld_of(incidents: Collection[int]) -> Withheld:
    """Return what is kept back of these incidents, whether it is published meanwhile or not."""
    withheld = Withholding.objects.filter(draft__answer__incident_id__in=incidents)
    enquiries = ThirdPartyEnquiry.objects.filter(answer__incident_id__in=incidents)
    sealed = Seal.objects.filter(release__answer__incident_id__in=incidents)
    pairs = [
        *withheld.values_list("draft__answer_id", "passage"),
        *enquiries.values_list("answer_id", "passage"),
        *((answer, "") for answer in sealed.values_list("release__answer_id", flat=True)),
    ]
    passages = {passage for _answer, passage in pairs if passage.strip()}
    return Withheld(
        tuple(sorted(passages, key=len, reverse=True)),
        frozenset(answer for answer, _passage in pairs),
    )
