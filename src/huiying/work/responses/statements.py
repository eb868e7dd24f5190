"""Which sentences of a draft state a fact, and what stands behind each.

In:   a draft with its facts and reasons.    Out:  its sentences in order, checks.
Cost: three queries; about 30 µs a sentence.

The engine says what looks like a fact; the author cites one (``[F1]``) or says with a reason
that the sentence states none. The reason is for exactly these words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from huiying.base.accounts.queries import units_of
from huiying.engine.factual import FactSign, Sign, factual_signs
from huiying.work.responses.checks import Check
from huiying.work.responses.content import codes_in, paragraphs, without_codes
from huiying.work.responses.models import Draft, Exemption, ExemptionKind

State = Literal["plain", "cited", "exempt", "missing"]
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
    signs: tuple[Sign, ...]
    exemption: Exemption | None

    @property
    def state(self) -> State:
        """Whether the sentence states a fact, and what stands behind it."""
        if not self.signs:
            return "plain"
        if self.codes:
            return "cited"
        return "exempt" if self.exemption else "missing"

    @property
    def digest(self) -> str:
        """The words as a reason is bound to them."""
        return digest_of(self.text)


def digest_of(words: str) -> str:
    """Return what a reason is bound to: every character of the words but spaces."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()


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
                    exemption=reasons.get(digest_of(text)),
                )
            )
    return found


def reasons_of(draft: Draft, kind: ExemptionKind) -> dict[str, Exemption]:
    """Return the reasons that were given on a draft, by what they are bound to."""
    rows = draft.exemptions.filter(kind=kind).select_related("officer")
    return {row.digest: row for row in rows}


def statement_checks(statements: Iterable[Statement]) -> list[Check]:
    """Return a check for each factual sentence without a fact; one that all have theirs."""
    rows = [statement for statement in statements if statement.signs]
    missing = [row for row in rows if row.state == "missing"]
    if rows and not missing:
        return [Check("passed", _("陈述事实的句子都连到了事实"), place="text")]
    return [
        Check(
            "blocked",
            _("缺事实：“%(sentence)s”") % {"sentence": shortened(row.text)},
            _("句中有%(signs)s。引用一条事实，或写明为什么不是事实陈述。")
            % {"signs": _("、").join(sign_word(sign.sign) for sign in row.signs)},
            f"s{row.number}",
            (ExemptionKind.STATEMENT, row.digest),
        )
        for row in missing
    ]


def sign_word(sign: FactSign) -> str:
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
