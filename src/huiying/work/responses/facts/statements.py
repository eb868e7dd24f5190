"""Which sentences of a draft state a fact, and the facts behind each.

In:   a draft with its facts and reasons.    Out:  its sentences in order, checks.
Cost: three queries; about 30 µs a sentence.

The engine says what looks like a fact; the author cites one (``[F1]``) or says with a reason
that the sentence states none. The reason is for exactly these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.queries import units_of
from huiying.engine.reading.factual import FactSign, FoundSign, factual_signs
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import codes_in, paragraphs, without_codes
from huiying.work.responses.drafts.models import Exemption, ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words, reasons_of

StatementState = Literal["plain", "cited", "exempt", "missing"]
SHOWN_CHARS = 40

_SENTENCE = re.compile(
    r"[^。！？!?\n]*[。！？!?]+[”’」』）)]*(?:\s*\[F\d{1,2}\])*|[^。！？!?\n]+"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the short answer or of the text."""

    paragraph: int  # from 1; 0 = the short answer
    number: int  # from 1, counted through
    text: str  # without citations
    cited: tuple[str, ...]  # as it is written
    codes: tuple[str, ...]  # of these, facts that there are
    signs: tuple[FoundSign, ...]
    exemption: Exemption | None

    @property
    def state(self) -> StatementState:
        """Whether the sentence states a fact, and what stands behind it."""
        if not self.signs:
            return "plain"
        if self.codes:
            return "cited"
        return "exempt" if self.exemption else "missing"

    @property
    def digest(self) -> str:
        """The words as a reason is bound to them."""
        return digest_of_words(self.text)


def statements_of(draft: Draft) -> list[Statement]:
    """Return the sentences of a draft in reading order, the short answer first."""
    known = {f"F{fact.order}" for fact in draft.facts.all()}
    reasons = reasons_of(draft, ExemptionKind.STATEMENT)
    units = units_of(draft.bureau_id).exclude(pk=draft.answer.speaker_id)
    bodies = list(units.values_list("name", flat=True))
    found: list[Statement] = []
    for place, sentence in _sentences(draft):
        text = without_codes(sentence).strip()
        cited = tuple(codes_in(sentence))
        if text:
            found.append(
                Statement(
                    paragraph=place,
                    number=len(found) + 1,
                    text=text,
                    cited=cited,
                    codes=tuple(code for code in cited if code in known),
                    signs=factual_signs(text, bodies),
                    exemption=reasons.get(digest_of_words(text)),
                )
            )
    return found


def sign_label(sign: FactSign) -> str:
    """Return the word for what makes a sentence a statement of fact."""
    words: dict[FactSign, str] = {
        "amount": _("金额"),
        "date": _("日期"),
        "number": _("数字"),
        "place": _("地点"),
        "body": _("单位"),
        "cause": _("原因"),
        "finding": _("认定"),
        "deed": _("做过的事"),
    }
    return words[sign]


def shortened(text: str) -> str:
    """Return a sentence as a check shows it."""
    return text if len(text) <= SHOWN_CHARS else f"{text[: SHOWN_CHARS - 1]}…"


def _sentences(draft: Draft) -> Iterable[tuple[int, str]]:
    for place, text in enumerate([draft.summary, *paragraphs(draft.body)]):
        for found in _SENTENCE.findall(text):
            yield place, found
